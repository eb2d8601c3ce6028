/** Which box is in force: the chosen one, or one with room to blend around what is painted. */
import { type Box, grown, type Size, whole } from "./geometry";
import { boundsOf, type Plane } from "./plane";
import type { Sheet } from "./sheet";

const LEAST_MARGIN_PX = 32;

export function boxInForce({ box, mask }: Pick<Sheet, "box" | "mask">, picture: Size): Box | null {
  if (box) return box;
  const painted = knownBounds(mask);
  return painted && aroundPaint(painted, picture);
}

/** The box that the request names: the one in force, else the whole picture. */
export const boxAsked = (sheet: Pick<Sheet, "box" | "mask">, picture: Size): Box =>
  boxInForce(sheet, picture) ?? whole(picture);

const aroundPaint = (painted: Box, picture: Size): Box =>
  grown(painted, Math.max(LEAST_MARGIN_PX, Math.max(painted.width, painted.height) / 2), picture);

const known = new WeakMap<Plane, Box | null>(); // planes are values: their bounds are looked for once

/** `boundsOf` a finished plane, remembered. */
export function knownBounds(plane: Plane): Box | null {
  const found = known.get(plane);
  if (found !== undefined) return found;
  const bounds = boundsOf(plane);
  known.set(plane, bounds);
  return bounds;
}
