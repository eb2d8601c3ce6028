/**
 * Verdicts as they are given: seen at once, sent one after the other, taken back where the server refuses. A picture
 * looks as the last of the acts that concern it and are still on their way says; else as the server says.
 */
import type { PoolPicture, PoolState, Verdict } from "../api/pool";

export interface Look {
  readonly state: PoolState;
  readonly stars: number;
}

/** What one key asked for. */
export interface Given {
  readonly number: number; // counts up
  readonly order: Order;
  readonly before: ReadonlyMap<string, Look>;
  readonly after: ReadonlyMap<string, Look>;
}

export type Order =
  | { readonly what: "judge"; readonly verdict: Verdict; readonly stars: number | null }
  | { readonly what: "keepBest"; readonly cluster: string; readonly picture: string }
  | { readonly what: "many"; readonly run: () => Promise<number> } // gives back in how many parts it was carried out
  | { readonly what: "undo" };

export const lookOf = ({ state, stars }: PoolPicture): Look => ({ state, stars });

/** How a picture looks after a verdict. */
export function judged(before: Look, verdict: Verdict, stars: number | null): Look {
  switch (verdict) {
    case "keep":
      return { state: "kept", stars: before.stars };
    case "reject":
      return { state: "rejected", stars: 0 };
    case "star":
      return { state: "kept", stars: stars ?? before.stars };
    case "retouch":
      return { state: "retouch", stars: before.stars };
    case "clear":
      return { state: "unreviewed", stars: 0 };
  }
}

export interface Desk {
  readonly waiting: readonly Given[]; // the first of them is on its way
  readonly done: readonly Given[]; // that can be undone, the last one last
  readonly count: number; // of all that were given
}

export const emptyDesk: Desk = { waiting: [], done: [], count: 0 };

/** The picture as it is to be shown. */
export function shown(desk: Desk, picture: PoolPicture): PoolPicture {
  const look = desk.waiting.findLast(({ after }) => after.has(picture.id))?.after.get(picture.id);
  return look ? { ...picture, ...look } : picture;
}

/** The pictures as they look now get a verdict. */
export function given(
  desk: Desk,
  pictures: readonly PoolPicture[],
  verdict: Verdict,
  stars: number | null = null,
): Desk {
  const before = new Map(pictures.map((picture) => [picture.id, lookOf(shown(desk, picture))]));
  const after = new Map([...before].map(([id, look]) => [id, judged(look, verdict, stars)]));
  return waitingFor(desk, { order: { what: "judge", verdict, stars }, before, after });
}

/** One of near-duplicates is kept, the others are rejected. `cluster`: those of them that are known here. */
export function bestKept(desk: Desk, picture: PoolPicture, cluster: readonly PoolPicture[]): Desk {
  const all = [picture, ...cluster.filter(({ id }) => id !== picture.id)];
  const before = new Map(all.map((one) => [one.id, lookOf(shown(desk, one))]));
  const after = new Map(
    [...before].map(([id, look]) => [id, judged(look, id === picture.id ? "keep" : "reject", null)]),
  );
  const order = { what: "keepBest", cluster: picture.cluster ?? picture.id, picture: picture.id } as const;
  return waitingFor(desk, { order, before, after });
}

/** A verdict on more pictures than are known here, carried out in parts. */
export const manyGiven = (desk: Desk, run: () => Promise<number>): Desk =>
  waitingFor(desk, { order: { what: "many", run }, before: new Map(), after: new Map() });

/** The act that an undo would take back: one that still waits, the last that was done, or null. */
export function lastOf({ waiting, done }: Desk): Given | null {
  const undone = waiting.filter(({ order }) => order.what === "undo").length;
  const acts = [...done, ...waiting.filter(({ order }) => order.what !== "undo")];
  return acts.at(-1 - undone) ?? null;
}

/** The last act is taken back; one of an earlier session is known to the server only. */
export function undone(desk: Desk): Desk {
  const last = lastOf(desk);
  return waitingFor(desk, {
    order: { what: "undo" },
    before: last?.after ?? new Map(),
    after: last?.before ?? new Map(),
  });
}

const waitingFor = (desk: Desk, act: Omit<Given, "number">): Desk => ({
  ...desk,
  count: desk.count + 1,
  waiting: [...desk.waiting, { ...act, number: desk.count + 1 }],
});

const MOST_DONE = 200;

/** The first that waits has been done by the server. */
export function sent(desk: Desk): Desk {
  const [first, ...waiting] = desk.waiting;
  if (!first) return desk;
  const done = first.order.what === "undo" ? desk.done.slice(0, -1) : [...desk.done, first];
  return { ...desk, waiting, done: done.slice(-MOST_DONE) };
}

/** The first that waits was refused: it is as if it had never been given. */
export const refused = (desk: Desk): Desk => ({ ...desk, waiting: desk.waiting.slice(1) });
