/** Which jobs are chosen, in the order of the choice; they stay chosen while the list moves under them. */
import type { Job } from "../api/types";

export type Selection = ReadonlyMap<string, Job>;

export const nothing: Selection = new Map();

export function toggled(chosen: Selection, job: Job): Selection {
  const after = new Map(chosen);
  if (!after.delete(job.id)) after.set(job.id, job);
  return after;
}

export const joined = (chosen: Selection, jobs: readonly Job[]): Selection =>
  new Map([...chosen, ...jobs.map((job) => [job.id, job] as const)]);

/** The chosen jobs as they stand after an order; those that have left their list are chosen no more. */
export function afterwards(chosen: Selection, changed: readonly Job[]): Selection {
  const after = new Map(chosen);
  for (const job of changed) {
    if (!after.has(job.id)) continue;
    if (job.state === after.get(job.id)?.state) after.set(job.id, job);
    else after.delete(job.id);
  }
  return after;
}
