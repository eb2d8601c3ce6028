/** Filled shapes on a plane: lasso, polygon, rectangle, ellipse, with smooth edges. */
import { type Box, crossing, type Point, type Size } from "./geometry";
import { type Plane, writeBox } from "./plane";

const LINES_PER_PIXEL = 4; // each row is cut this often; along the row the cover is exact
const ELLIPSE_POINTS = 128;

/** The plane with a polygon laid over it, even-odd filled: `value` 255 adds, 0 takes away. */
export function fillPolygon(plane: Plane, points: readonly Point[], value: number, extent: Size): Plane {
  const box = reach(points, extent);
  if (!box || points.length < 3) return plane;
  const cover = coverOf(points, box);
  return writeBox(plane, box, cover, (old, given) => Math.round(old + ((value - old) * given) / 255));
}

/** The corners of an ellipse in a box, as a polygon. */
export function ellipseIn({ x, y, width, height }: Box): Point[] {
  return Array.from({ length: ELLIPSE_POINTS }, (_, index) => {
    const angle = (2 * Math.PI * index) / ELLIPSE_POINTS;
    return {
      x: x + (width / 2) * (1 + Math.cos(angle)),
      y: y + (height / 2) * (1 + Math.sin(angle)),
    };
  });
}

export const cornersOf = ({ x, y, width, height }: Box): Point[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

function reach(points: readonly Point[], extent: Size): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, Math.floor(x));
    top = Math.min(top, Math.floor(y));
    right = Math.max(right, Math.ceil(x));
    bottom = Math.max(bottom, Math.ceil(y));
  }
  const around = { x: left, y: top, width: right - left, height: bottom - top };
  return crossing(around, { x: 0, y: 0, ...extent });
}

function coverOf(points: readonly Point[], box: Box): Uint8Array {
  const cover = new Uint8Array(box.width * box.height);
  const row = new Float32Array(box.width);
  for (let y = 0; y < box.height; y++) {
    row.fill(0);
    for (let line = 0; line < LINES_PER_PIXEL; line++) {
      const at = box.y + y + (line + 0.5) / LINES_PER_PIXEL;
      addSpans(row, crossings(points, at), box.x);
    }
    for (let x = 0; x < box.width; x++)
      cover[y * box.width + x] = Math.round(((row[x] as number) / LINES_PER_PIXEL) * 255);
  }
  return cover;
}

/** Where a horizontal line cuts the polygon's edges, from left to right. */
function crossings(points: readonly Point[], y: number): number[] {
  const found: number[] = [];
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length] as Point;
    if (from.y <= y === to.y <= y) return;
    found.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  });
  return found.sort((one, other) => one - other);
}

function addSpans(row: Float32Array, cuts: readonly number[], left: number) {
  for (let index = 0; index + 1 < cuts.length; index += 2) {
    const from = Math.max(0, (cuts[index] as number) - left);
    const to = Math.min(row.length, (cuts[index + 1] as number) - left);
    for (let x = Math.floor(from); x < to; x++)
      row[x] = (row[x] as number) + Math.min(to, x + 1) - Math.max(from, x);
  }
}
