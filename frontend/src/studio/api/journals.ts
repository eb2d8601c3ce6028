/** The journals of pictures, as the server keeps them: steps, the draft that is saved while one works. */
import { call, query } from "../../api/client";
import type { Accepted } from "../../api/types";

/** One repaint: how it was asked, planned and painted, and how it is shown. */
export interface Step {
  readonly id: string;
  readonly job: string | null;
  readonly created_at: string;
  readonly request: {
    readonly prompt: string;
    readonly negative_prompt: string;
    readonly seed: number;
    readonly strength: number;
    readonly engine: string;
  } & Readonly<Record<string, unknown>>;
  readonly plan: { readonly box: readonly [number, number, number, number] } & Readonly<
    Record<string, unknown>
  >;
  readonly patch: { readonly bounds: readonly [number, number, number, number] };
  readonly record: Readonly<Record<string, unknown>>;
  readonly seam_score: number | null;
  readonly opacity: number;
  readonly muted: boolean;
  readonly feather_px: number | null;
  readonly picture: string | null; // the candidate as a picture of the library
  readonly patch_url: string;
}

/** The width of the soft edge that was planned, in pixels. */
export function plannedFeather(step: Step): number {
  const { edges } = step.plan as { edges?: { feather_px?: number } };
  return edges?.feather_px ?? 0;
}

export interface Journal {
  readonly id: string;
  readonly picture: string;
  readonly title: string;
  readonly version: number;
  readonly width: number;
  readonly height: number;
  readonly steps: readonly Step[]; // first painted first
  readonly aside: readonly Step[]; // taken out, newest first
}

const path = (id: string, rest = ""): string => `api/journals/${encodeURIComponent(id)}${rest}`;

export const getJournal = (id: string): Promise<Journal> => call(path(id));

export const beginJournal = (picture: string, title = ""): Promise<Journal> =>
  call("api/journals", { method: "POST", json: { picture, title } });

export interface JournalRow {
  readonly id: string;
  readonly picture: string;
  readonly title: string;
  readonly version: number;
  readonly steps: number;
  readonly updated_at: string;
  readonly thumbnail_url: string;
}

/** The own journals, newest change first; of one picture where it is named. */
export const getJournals = (picture: string | null, limit = 50): Promise<{ items: JournalRow[] }> =>
  call(`api/journals?${query({ picture, limit, mine: "true" })}`);

/** Which steps are shown, in which order and how; refused with 409 where the journal has moved on since `version`. */
export const arrangeSteps = (
  id: string,
  version: number,
  steps: readonly { id: string; opacity: number; muted: boolean; feather_px: number | null }[],
): Promise<Journal> => call(path(id, "/steps"), { method: "PUT", json: { version, steps } });

export const duplicateStep = (id: string, step: string): Promise<Journal> =>
  call(path(id, `/steps/${encodeURIComponent(step)}/duplicate`), { method: "POST" });

export interface StepFacts {
  readonly id: string;
  readonly pixels_changed: number;
  readonly share_changed: number;
  readonly mean_difference: number;
  readonly largest_difference: number;
  readonly mask_pixels: number;
  readonly changed_outside: number;
}

export interface JournalProof {
  readonly changed_outside: number;
  readonly changed_inside: number;
  readonly outside_sha256: string;
  readonly reach_px: number;
  readonly steps: readonly StepFacts[];
}

export const getProof = (id: string): Promise<JournalProof> => call(path(id, "/proof"));

/** Paint every step again from its record; on another picture of the same size this also begins a journal there. */
export const replayJournal = (id: string, picture: string | null, key: string): Promise<Accepted> =>
  call(path(id, "/replay"), {
    method: "POST",
    json: picture ? { picture } : {},
    headers: { "Idempotency-Key": key },
  });
