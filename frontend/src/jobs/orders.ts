/** What may be ordered of a job as it stands, and by which keys. */
import type { Goal } from "../api/jobs";
import type { Job } from "../api/types";

export const MOVES = ["front", "up", "down", "back"] as const;
export type Move = (typeof MOVES)[number];
export type Order = Move | "pause" | "resume" | "cancel" | "restart";

/** Orders that make sense for several jobs at once. */
export const FOR_MANY = ["front", "back", "pause", "resume", "cancel", "restart"] as const satisfies Order[];

export const isMove = (order: Order): order is Move => (MOVES as readonly Order[]).includes(order);

type Standing = Pick<Job, "state" | "paused" | "cancel_requested">;

export function takes({ state, paused, cancel_requested }: Standing, order: Order): boolean {
  const isWaiting = state === "enqueued";
  switch (order) {
    case "front":
    case "up":
    case "down":
    case "back":
      return isWaiting;
    case "pause":
      return isWaiting && !paused;
    case "resume":
      return isWaiting && paused;
    case "cancel":
      return isWaiting || (state === "running" && !cancel_requested);
    case "restart":
      return state === "failed" || state === "cancelled";
  }
}

type Pressed = Pick<KeyboardEvent, "key" | "altKey">;
const MOVE_KEYS: Readonly<Record<string, Order>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "front",
  End: "back",
};
const KEYS: Readonly<Record<string, Order>> = { delete: "cancel", backspace: "cancel", r: "restart" };

/** What a key asks of a job, or null; P asks for the other of pause and resume. */
export function orderOf({ key, altKey }: Pressed, job: Standing): Order | null {
  const letter = key.toLowerCase();
  const plain = letter === "p" ? (job.paused ? "resume" : "pause") : KEYS[letter];
  const wished = altKey ? MOVE_KEYS[key] : plain;
  return wished && takes(job, wished) ? wished : null;
}

/** Where a move leads from a row of the queue; undefined where there is no such place, or it is not known yet. */
export function goalOf(
  move: Move,
  row: number,
  rows: number,
  jobAt: (row: number) => Pick<Job, "id"> | null,
): Goal | undefined {
  const before = (other: number): Goal | undefined => {
    const job = jobAt(other);
    return job ? { to: "before", job: job.id } : undefined;
  };
  switch (move) {
    case "front":
      return { to: "front" };
    case "back":
      return { to: "back" };
    case "up":
      return before(row - 1);
    case "down":
      return row + 2 === rows ? { to: "back" } : before(row + 2);
  }
}
