/** Arithmetic on jobs. */
import type { Job } from "../api/types";

/** How much of a job is done, 0 to 1. */
export function shareDone({ state, step, steps }: Job): number {
  if (state === "succeeded") return 1;
  return steps > 0 ? Math.min(step / steps, 1) : 0;
}

/**
 * Seconds until all is painted: what the running jobs say, and for each waiting one as long as a running one takes in
 * all; null while no job knows.
 */
export function leftOf(running: readonly Job[], waiting: number): number | null {
  const known = running.filter((job) => job.eta_s !== null);
  if (known.length === 0) return null;
  const left_s = known.reduce((sum, job) => sum + (job.eta_s ?? 0), 0) / known.length;
  const rest = known.reduce((sum, job) => sum + (1 - shareDone(job)), 0) / known.length;
  const whole_s = rest > 0.05 ? left_s / rest : left_s;
  return left_s + (waiting * whole_s) / running.length;
}

const USUAL_RATIO = 1.5;

/** The shape, width over height, of the picture that a job will make, where its request says so. */
export function ratioOf({ request }: Job): number {
  const asked = (request.request ?? {}) as { width?: unknown; height?: unknown };
  const { width, height } = asked;
  return typeof width === "number" && typeof height === "number" ? width / height : USUAL_RATIO;
}
