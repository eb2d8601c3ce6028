/** A programme while somebody writes it. */
import type { Hours, Programme, Source } from "../api/displays";
import { type Board, changeOf, countOf } from "./board";
import { USUAL_HOURS, USUAL_SOURCE } from "./settings";

export const KINDS = ["schedule", "off", "interrupt"] as const;

export interface Draft {
  readonly kind: (typeof KINDS)[number];
  readonly title: string;
  readonly hours: Hours;
  readonly source: Source;
  readonly minutes: number; // of an interruption
}

export const FIRST_DRAFT: Draft = {
  kind: "schedule",
  title: "",
  hours: USUAL_HOURS,
  source: USUAL_SOURCE,
  minutes: 5,
};

const MIDDLE_PRIORITY = 50;

/** What is sent; where pictures are on the board, they are what is shown. */
export function programmeOf(
  { kind, title, hours, source, minutes }: Draft,
  board: Board,
  now_ms: number,
): Programme {
  const shown = countOf(board) > 0 ? fixed(board) : source;
  switch (kind) {
    case "off":
      return { kind, title, hours };
    case "schedule":
      return { kind, title, hours, source: shown };
    case "interrupt": {
      const ends_at = new Date(now_ms + minutes * 60_000).toISOString();
      return { kind, title, starts_at: null, ends_at, priority: MIDDLE_PRIORITY, source: shown };
    }
  }
}

/** The board as a list without gaps: a programme has no places to keep. */
function fixed(board: Board): Source {
  const { portrait, landscape } = changeOf(board);
  const keys = (places: readonly (string | null)[]) => places.filter((key) => key !== null);
  return { ...USUAL_SOURCE, kind: "fixed", portrait: keys(portrait), landscape: keys(landscape) };
}
