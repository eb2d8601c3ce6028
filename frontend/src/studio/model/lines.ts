/** The lines of a box as they are sent: those found, less what was rubbed out, and the own ones. */
import { linesReader } from "../canvas/ink";
import { stroked } from "./brush";
import type { Box, Size } from "./geometry";
import { emptyPlane, type Plane } from "./plane";
import type { Grey } from "./png";
import type { LineStroke, Sheet } from "./sheet";

export function linesIn(box: Box, found: Plane, { erased, drawn }: Pick<Sheet, "erased" | "drawn">): Grey {
  const values = new Uint8Array(box.width * box.height);
  const reader = linesReader(found, erased, drawn);
  for (let y = 0; y < box.height; y++) {
    reader.row(box.y + y);
    for (let x = 0; x < box.width; x++) values[y * box.width + x] = reader.at(box.x + x);
  }
  return { width: box.width, height: box.height, values };
}

/** Strokes drawn; where two cross, the stronger one is seen. */
export function drawnStrokes(strokes: readonly LineStroke[], extent: Size): Plane {
  const weakestFirst = [...strokes].sort((one, other) => one.weight - other.weight);
  return weakestFirst.reduce((plane, { points, width_px, weight }) => {
    const value = Math.round(weight * 255);
    const paint = { size_px: width_px, hardness: 100, flow: 100, value, byPressure: false };
    const dabs = points.map((point) => ({ ...point, pressure: 1 }));
    return value === 0 ? plane : stroked(plane, dabs, paint, extent);
  }, emptyPlane);
}

/** The stroke that passes nearest to a place, within `reach_px`; null where none does. */
export function strokeAt(
  strokes: readonly LineStroke[],
  at: { x: number; y: number },
  reach_px: number,
): number | null {
  let best: number | null = null;
  let nearest = reach_px * reach_px;
  strokes.forEach(({ points }, index) => {
    for (let end = 1; end < points.length; end++) {
      const distance2 = squaredDistance(at, points[end - 1] as Point, points[end] as Point);
      if (distance2 > nearest) continue;
      nearest = distance2;
      best = index;
    }
  });
  return best;
}

type Point = { readonly x: number; readonly y: number };

function squaredDistance(at: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((at.x - from.x) * dx + (at.y - from.y) * dy) / length2;
  const share = Math.min(1, Math.max(0, along));
  return (at.x - from.x - share * dx) ** 2 + (at.y - from.y - share * dy) ** 2;
}
