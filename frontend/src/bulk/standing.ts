/** What the numbers of a run mean. */
import type { Bulk, Order } from "../api/bulks";

/** Whether its numbers still change by themselves. */
export const isLive = ({ state, running }: Pick<Bulk, "state" | "running">): boolean =>
  state === "running" || running > 0;

/** How much of it was tried, 0 to 1, failures included; what was cancelled was not. */
export const shareOf = ({ total, done, failed }: Bulk): number =>
  total > 0 ? Math.min(1, (done + failed) / total) : 0;

/** What can be ordered now. */
export function ordersFor({ state, failed, cancelled }: Bulk): Order[] {
  const again: Order[] = failed + cancelled > 0 && state !== "paused" ? ["restart"] : [];
  if (state === "running") return ["pause", "cancel", ...again];
  if (state === "paused") return ["resume", "cancel"];
  return again;
}
