/** The rectangle under the pointer: drawn anew, taken by a handle, moved; held to the ratio and the limits. */
import type { Box, Point, Size } from "../model/geometry";

export const LEAST_SIDE_PX = 50;
export const MOST_RATIO = 16 / 9; // of the longer side to the shorter

export type Handle = "n" | "ne" | "e" | "se" | "s" | "sw" | "w" | "nw";
export const HANDLES: readonly Handle[] = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
export type Grip = Handle | "new" | "move";

/** Where a handle lies on the box. */
export function handlePoint({ x, y, width, height }: Box, handle: Handle): Point {
  const across = handle.includes("w") ? 0 : handle.includes("e") ? 1 : 0.5;
  const down = handle.includes("n") ? 0 : handle.includes("s") ? 1 : 0.5;
  return { x: x + width * across, y: y + height * down };
}

/** What a press at `at` takes hold of; `reach` is how near a handle must be, in picture pixels. */
export function gripAt(box: Box | null, at: Point, reach: number, picture: Size): Grip {
  if (!box) return "new";
  const handle = HANDLES.find((one) => {
    const place = handlePoint(box, one);
    return Math.abs(place.x - at.x) <= reach && Math.abs(place.y - at.y) <= reach;
  });
  if (handle) return handle;
  const isInside = at.x > box.x && at.y > box.y && at.x < box.x + box.width && at.y < box.y + box.height;
  const canMove = box.width < picture.width || box.height < picture.height;
  return isInside && canMove ? "move" : "new";
}

export interface BoxRules {
  readonly picture: Size;
  readonly ratio: number | null; // width to height, where it is locked
}

/** The box after a drag from `start` to `end`; null where it is too small to be one. */
export function draggedBox(
  grip: Grip,
  box: Box | null,
  start: Point,
  end: Point,
  rules: BoxRules,
): Box | null {
  if (grip === "new" || !box) return held(spanned(start, end), start, rules);
  if (grip === "move") return movedBox(box, end.x - start.x, end.y - start.y, rules.picture);
  const anchor = handlePoint(box, opposite(grip));
  const corner = handlePoint(box, grip);
  const to = { x: corner.x + end.x - start.x, y: corner.y + end.y - start.y };
  if (grip.length === 2) return held(spanned(anchor, to), anchor, rules) ?? box;
  return heldSide(box, grip, to, rules) ?? box;
}

export function movedBox(box: Box, dx: number, dy: number, { width, height }: Size): Box {
  return {
    ...box,
    x: Math.round(between(0, box.x + dx, width - box.width)),
    y: Math.round(between(0, box.y + dy, height - box.height)),
  };
}

/** The nearest box that keeps to the limits with its upper left corner where it is, for typed numbers and keys. */
export function legalBox(box: Box, rules: BoxRules): Box {
  const anchor = { x: between(0, box.x, rules.picture.width), y: between(0, box.y, rules.picture.height) };
  const least = leastSide(rules.picture);
  const wide = { ...box, ...anchor, width: Math.max(least, box.width), height: Math.max(least, box.height) };
  const x = between(0, wide.x, Math.max(0, rules.picture.width - wide.width));
  const y = between(0, wide.y, Math.max(0, rules.picture.height - wide.height));
  return held({ ...wide, x, y }, { x, y }, rules) ?? { x: 0, y: 0, ...rules.picture };
}

/** The box with one side changed, for typed numbers and keys; under a locked ratio the other side follows. */
export function sizedBox(box: Box, side: keyof Box, value: number, rules: BoxRules): Box {
  const { ratio } = rules;
  const sized = { ...box, [side]: Math.round(value) };
  if (ratio !== null && side === "width") sized.height = sized.width / ratio;
  if (ratio !== null && side === "height") sized.width = sized.height * ratio;
  return legalBox(sized, rules);
}

/** The least side of a box: a picture that is smaller still can be taken whole. */
export const leastSide = ({ width, height }: Size): number => Math.min(LEAST_SIDE_PX, width, height);

/** Whether a box keeps to the ratio; the whole picture always may be taken. */
export const isTooLong = ({ width, height }: Size): boolean =>
  Math.max(width, height) > Math.min(width, height) * MOST_RATIO + 1;

const opposite = (handle: Handle): Handle =>
  [...handle].map((side) => ({ n: "s", s: "n", e: "w", w: "e" })[side]).join("") as Handle;

const between = (low: number, value: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

function spanned(one: Point, other: Point): Box {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return { x, y, width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) };
}

/** Cut to picture and ratio, growing away from the anchor only as far as both allow; null below the least side. */
function held(box: Box, anchor: Point, { picture, ratio }: BoxRules): Box | null {
  const isLeft = box.x + box.width / 2 < anchor.x;
  const isAbove = box.y + box.height / 2 < anchor.y;
  const room = {
    width: isLeft ? anchor.x : picture.width - anchor.x,
    height: isAbove ? anchor.y : picture.height - anchor.y,
  };
  let width = Math.min(box.width, room.width);
  let height = Math.min(box.height, room.height);
  [width, height] = ratio === null ? within(width, height) : locked(width, height, ratio, room);
  const size = { width: Math.round(width), height: Math.round(height) };
  const least = leastSide(picture);
  if (size.width < least || size.height < least) return null;
  const x = Math.round(isLeft ? anchor.x - size.width : anchor.x);
  const y = Math.round(isAbove ? anchor.y - size.height : anchor.y);
  return {
    x: between(0, x, picture.width - size.width),
    y: between(0, y, picture.height - size.height),
    ...size,
  };
}

const within = (width: number, height: number): [number, number] => [
  Math.min(width, height * MOST_RATIO),
  Math.min(height, width * MOST_RATIO),
];

function locked(width: number, height: number, ratio: number, room: Size): [number, number] {
  const across = Math.min(Math.max(width, height * ratio), room.width, room.height * ratio);
  return [across, across / ratio];
}

/** One side moved, the one over against it staying. */
function heldSide(box: Box, side: Handle, to: Point, rules: BoxRules): Box | null {
  const { x, y } = box;
  const right = x + box.width;
  const bottom = y + box.height;
  const upper = { x: side === "w" ? to.x : x, y: side === "n" ? to.y : y };
  const lower = { x: side === "e" ? to.x : right, y: side === "s" ? to.y : bottom };
  const anchor = { x: side === "w" ? right : x, y: side === "n" ? bottom : y };
  const isTurned = lower.x <= upper.x || lower.y <= upper.y;
  if (isTurned) return null;
  const pulled = { x: upper.x, y: upper.y, width: lower.x - upper.x, height: lower.y - upper.y };
  if (rules.ratio === null) return held(pulled, anchor, rules);
  const isAcross = side === "e" || side === "w";
  const size = isAcross
    ? { width: pulled.width, height: pulled.width / rules.ratio }
    : { width: pulled.height * rules.ratio, height: pulled.height };
  return held({ ...pulled, ...size }, anchor, rules);
}
