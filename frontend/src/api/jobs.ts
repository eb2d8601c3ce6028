/** The calls of the Jobs page: the queue page by page, and what may be ordered of it. */
import { call, query } from "./client";
import type { Job, JobPage, JobState } from "./types";

/** Which jobs are asked for; null: any. */
export interface JobFilter {
  readonly state: JobState;
  readonly kind: string | null;
  readonly batch: string | null;
}

export const JOBS_A_PAGE = 100;

/** Waiting jobs come in the order of their turns, all others newest first. */
export const listJobs = (filter: JobFilter, cursor: string | null): Promise<JobPage> => {
  const order = filter.state === "enqueued" ? "turn" : null;
  return call(`api/jobs?${query({ ...filter, order, cursor, limit: JOBS_A_PAGE })}`);
};

const path = (id: string, rest = ""): string => `api/jobs/${encodeURIComponent(id)}${rest}`;

export const cancelJob = (id: string): Promise<Job> => call(path(id), { method: "DELETE" });
export const restartJob = (id: string): Promise<Job> => call(path(id, "/restart"), { method: "POST" });
export const pauseJob = (id: string): Promise<Job> => call(path(id, "/pause"), { method: "POST" });
export const resumeJob = (id: string): Promise<Job> => call(path(id, "/resume"), { method: "POST" });

/** Where a waiting job moves to: an end of the queue, or right before the job of that id. */
export type Goal = { readonly to: "front" | "back" } | { readonly to: "before"; readonly job: string };

export const moveJob = (id: string, goal: Goal): Promise<Job> =>
  call(path(id, "/move"), { method: "POST", json: goal });

export interface Restarted {
  readonly restarted: number;
  readonly skipped: number; // what they are about is gone
}

export const restartFailed = ({ kind, batch }: Omit<JobFilter, "state">): Promise<Restarted> =>
  call("api/jobs/restart-failed", {
    method: "POST",
    json: Object.fromEntries(Object.entries({ kind, batch }).filter(([, value]) => value !== null)),
  });
