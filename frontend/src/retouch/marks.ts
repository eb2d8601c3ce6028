/** What a person has drawn on a picture: a box and brush strokes, as data that can be undone. */
import { type Box, grown, type Point, type Size } from "./geometry";

export interface Stroke {
  readonly points: readonly Point[];
  readonly width_px: number;
  readonly erase: boolean;
  readonly cap: "round" | "square"; // a brush, or a filled rectangle
}

export interface Marks {
  readonly box: Box | null;
  readonly strokes: readonly Stroke[];
}

export const noMarks: Marks = { box: null, strokes: [] };

export interface History {
  readonly now: Marks;
  readonly past: readonly Marks[];
  readonly future: readonly Marks[];
}

export const newHistory: History = { now: noMarks, past: [], future: [] };

const STEPS_KEPT = 200;

/** The history after one more change, from which what was undone cannot be brought back. */
export function changed(history: History, now: Marks): History {
  return { now, past: [...history.past, history.now].slice(-STEPS_KEPT), future: [] };
}

export function undone(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return { now: before, past: history.past.slice(0, -1), future: [history.now, ...history.future] };
}

export function redone(history: History): History {
  const [after, ...future] = history.future;
  if (!after) return history;
  return { now: after, past: [...history.past, history.now], future };
}

/** The rectangle that the painting strokes touch, or null when none paints. */
export function paintedBounds(strokes: readonly Stroke[]): Box | null {
  const edges = strokes
    .filter((stroke) => !stroke.erase)
    .flatMap(({ points, width_px }) => points.map(({ x, y }) => ({ x, y, reach: width_px / 2 })));
  if (edges.length === 0) return null;
  const left = edges.reduce((least, edge) => Math.min(least, edge.x - edge.reach), Number.POSITIVE_INFINITY);
  const top = edges.reduce((least, edge) => Math.min(least, edge.y - edge.reach), Number.POSITIVE_INFINITY);
  const right = edges.reduce((most, edge) => Math.max(most, edge.x + edge.reach), Number.NEGATIVE_INFINITY);
  const bottom = edges.reduce((most, edge) => Math.max(most, edge.y + edge.reach), Number.NEGATIVE_INFINITY);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const LEAST_MARGIN_PX = 32;

/** The box in force: the dragged one, or one with room to blend around what is painted, or none. */
export function boxInForce(marks: Marks, picture: Size): Box | null {
  if (marks.box) return marks.box;
  const painted = paintedBounds(marks.strokes);
  if (!painted) return null;
  return grown(painted, Math.max(LEAST_MARGIN_PX, Math.max(painted.width, painted.height) / 2), picture);
}

/** One stroke that paints the whole box, for those who mask without a pointer. */
export function filling(box: Box): Stroke {
  const across = Math.min(box.width, box.height);
  const [from, to] =
    box.width >= box.height
      ? [
          { x: box.x + across / 2, y: box.y + across / 2 },
          { x: box.x + box.width - across / 2, y: box.y + across / 2 },
        ]
      : [
          { x: box.x + across / 2, y: box.y + across / 2 },
          { x: box.x + across / 2, y: box.y + box.height - across / 2 },
        ];
  return { points: [from, to], width_px: across, erase: false, cap: "square" };
}
