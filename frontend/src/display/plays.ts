/** Proof of play: what was on the screen for how long, kept until the server has it. */
import type { Shown } from "./player";

export interface Play {
  readonly event: string;
  readonly item: string;
  readonly version: number;
  readonly started_at: string;
  readonly seconds: number;
}

/** A picture that is on the screen since a moment of the server's clock. */
export interface Running {
  readonly shown: Shown;
  readonly since: number;
}

export const LONGEST_S = 300; // after which a play is told, though the picture stays
export const SHORTEST_S = 0.2;
export const MOST_KEPT = 5000; // days without a network; then the oldest are given up
export const AT_ONCE = 200;

/** The play of a picture that ends at a moment; null for darkness, nothing, and what was too short to be seen. */
export function ended(running: Running | null, now: number, event: string): Play | null {
  const picture = running && !running.shown.off ? running.shown.picture : null;
  if (!running || !picture || now - running.since < SHORTEST_S) return null;
  return {
    event,
    item: picture.item,
    version: running.shown.version,
    started_at: new Date(running.since * 1000).toISOString(),
    seconds: Math.min(604_800, Math.round((now - running.since) * 1000) / 1000),
  };
}

/** Whether a play is over: another picture, or long enough. */
export function isOver(running: Running, shown: Shown, now: number): boolean {
  const before = running.shown;
  const isSame = before.picture?.sha256 === shown.picture?.sha256 && before.off === shown.off;
  return !isSame || before.version !== shown.version || now - running.since >= LONGEST_S;
}

export function kept(waiting: readonly Play[], play: Play | null): readonly Play[] {
  return play ? [...waiting, play].slice(-MOST_KEPT) : waiting;
}

export function without(waiting: readonly Play[], told: readonly Play[]): readonly Play[] {
  const events = new Set(told.map((one) => one.event));
  return waiting.filter((one) => !events.has(one.event));
}
