/** Rectangles and points in picture pixels: corner at the top left, y downwards. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Point, Size {}

export const whole = ({ width, height }: Size): Box => ({ x: 0, y: 0, width, height });

const between = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

/** The whole-pixel box that two dragged corners span, inside the picture; null when it is less than two pixels wide. */
export function boxBetween(one: Point, other: Point, picture: Size): Box | null {
  const left = Math.floor(between(0, Math.min(one.x, other.x), picture.width));
  const top = Math.floor(between(0, Math.min(one.y, other.y), picture.height));
  const right = Math.ceil(between(0, Math.max(one.x, other.x), picture.width));
  const bottom = Math.ceil(between(0, Math.max(one.y, other.y), picture.height));
  if (right - left < 2 || bottom - top < 2) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box moved by whole pixels, stopped at the picture's border. */
export function moved(box: Box, dx: number, dy: number, picture: Size): Box {
  return {
    ...box,
    x: between(0, box.x + dx, picture.width - box.width),
    y: between(0, box.y + dy, picture.height - box.height),
  };
}

/** The box with its lower right corner moved, at least two pixels wide and inside the picture. */
export function resized(box: Box, dx: number, dy: number, picture: Size): Box {
  return {
    ...box,
    width: between(2, box.width + dx, picture.width - box.x),
    height: between(2, box.height + dy, picture.height - box.y),
  };
}

/** A rectangle grown on every side by `margin_px`, in whole pixels, cut at the picture's border. */
export function grown(box: Box, margin_px: number, picture: Size): Box {
  const corner = { x: box.x - margin_px, y: box.y - margin_px };
  const opposite = { x: box.x + box.width + margin_px, y: box.y + box.height + margin_px };
  return boxBetween(corner, opposite, picture) ?? whole(picture);
}

/** Where a pointer is in the picture, from its place on the screen and the picture's rectangle there. */
export function toPicture(pointer: Point, shown: Box, picture: Size): Point {
  return {
    x: ((pointer.x - shown.x) / shown.width) * picture.width,
    y: ((pointer.y - shown.y) / shown.height) * picture.height,
  };
}

/** The smallest box that holds both. */
export function boxOver(one: Box, other: Box): Box {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** What two boxes share, or null. */
export function crossing(one: Box, other: Box): Box | null {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  const right = Math.min(one.x + one.width, other.x + other.width);
  const bottom = Math.min(one.y + one.height, other.y + other.height);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

export const isSameBox = (one: Box | null, other: Box | null): boolean =>
  one === other ||
  (one !== null &&
    other !== null &&
    one.x === other.x &&
    one.y === other.y &&
    one.width === other.width &&
    one.height === other.height);
