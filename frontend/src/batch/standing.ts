/** How far a batch is, and what can be ordered of it now. */
import type { Batch, BatchOrder } from "../api/batches";

export const isLive = ({ state }: Pick<Batch, "state">): boolean =>
  state === "waiting" || state === "running" || state === "paused";

export const doneOf = ({ counts }: Pick<Batch, "counts">): number => counts.succeeded;

/** Frames in range that a start would queue. */
const openOf = ({ counts }: Pick<Batch, "counts">): number => counts.idle + counts.cancelled;

export function ordersOf(batch: Pick<Batch, "state" | "counts">): BatchOrder[] {
  switch (batch.state) {
    case "draft":
      return ["start"];
    case "waiting":
    case "running":
      return ["pause", "cancel"];
    case "paused":
      return ["resume", "cancel"];
    case "finished":
      return [
        ...(openOf(batch) > 0 ? (["start"] as const) : []),
        ...(batch.counts.failed > 0 ? (["restart-failed"] as const) : []),
      ];
  }
}

const NOTABLE = 2; // times the batch's own mean

/** Whether a frame flickers notably more than the batch does. */
export const flickers = (frame: number | null, mean: number | null): boolean =>
  frame !== null && mean !== null && frame > Math.max(1, mean * NOTABLE);
