import { expect, test } from "vitest";
import type { Board } from "./board";
import { FIRST_DRAFT, programmeOf } from "./programme";

const NOW_MS = Date.parse("2026-11-27T09:00:00Z");
const BOARD: Board = { "2h": { item: "a", face: "", name: "", orientation: "h" } };

test("an interruption begins now and ends by itself", () => {
  const made = programmeOf({ ...FIRST_DRAFT, kind: "interrupt", minutes: 15 }, {}, NOW_MS);
  expect(made).toMatchObject({ starts_at: null, ends_at: "2026-11-27T09:15:00.000Z" });
});

test("pictures on the board are what a schedule shows, without gaps", () => {
  const made = programmeOf(FIRST_DRAFT, BOARD, NOW_MS);
  expect(made).toMatchObject({ kind: "schedule", source: { kind: "fixed", landscape: ["a"], portrait: [] } });
  expect(programmeOf(FIRST_DRAFT, {}, NOW_MS)).toMatchObject({ source: { kind: "recommended" } });
});

test("dark hours show nothing", () => {
  expect(programmeOf({ ...FIRST_DRAFT, kind: "off", title: "Night" }, BOARD, NOW_MS)).toEqual({
    kind: "off",
    title: "Night",
    hours: FIRST_DRAFT.hours,
  });
});
