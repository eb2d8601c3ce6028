/** What a finished job tells of its pictures. */
import type { GenerateRequest, Job } from "../api/types";

export interface Made {
  readonly pictures: readonly string[];
  readonly seeds: readonly number[];
}

export function madeBy(job: Job | null): Made {
  const { pictures = [], seeds = [] } = (job?.result ?? {}) as Partial<Made>;
  return { pictures, seeds };
}

export const lastSeedOf = (job: Job | null): number | null => madeBy(job).seeds[0] ?? null;

const asked = ({ request }: Job): Partial<GenerateRequest> => (request.request ?? {}) as GenerateRequest;

/** The exact words that were painted. */
export const promptOf = (job: Job): string => asked(job).prompt ?? "";

/** Width and height in pixels, where the request says so. */
export function sizeIn(job: Job): { width: number; height: number } | null {
  const { width, height } = asked(job);
  return width && height ? { width, height } : null;
}

/** How long it was at work, in seconds; null where it was not. */
export function secondsOf({ started_at, finished_at }: Job): number | null {
  return started_at && finished_at ? (Date.parse(finished_at) - Date.parse(started_at)) / 1_000 : null;
}
