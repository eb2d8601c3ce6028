/** What each tool does between the press and the release of a pointer. Nothing reaches the sheet before the end. */
import { type Dab, Stroke } from "../model/brush";
import { type Box, boxOver, type Point, type Size } from "../model/geometry";
import { cornersOf, ellipseIn, fillPolygon } from "../model/shapes";
import type { Sheet } from "../model/sheet";
import { type BrushOptions, type BrushTool, type Studio, sheetOf, type Tool } from "../model/studio";
import { draggedBox, gripAt } from "./boxDrag";
import type { Drag } from "./room";

export interface ToolDrag {
  readonly began: Box | null; // the pixels that the press itself changed
  /** Go on to a place; which pixels changed, null for none. */
  to(dab: Dab): Box | null;
  /** What to show now. */
  shown(): Drag;
  /** The act it ends with, or null where nothing was done. */
  end(): Ended | null;
}

export interface Ended {
  readonly sheet: Partial<Sheet>;
  readonly unseen: Box | null | "all"; // what was not drawn on the way
}

export interface DragSetting {
  readonly studio: Studio;
  readonly extent: Size;
  readonly ratio: number | null;
  readonly reach_px: number; // of a handle, in picture pixels
  readonly takesAway: boolean; // a shape that erases
  readonly boxInForce: Box | null;
}

/** The drag that a tool begins at a place; null for tools that only click. */
export function beginDrag(tool: Tool, first: Dab, setting: DragSetting): ToolDrag | null {
  switch (tool) {
    case "brush":
    case "eraser":
    case "pencil":
    case "rubber":
    case "strength":
      return strokeDrag(tool, first, setting);
    case "lasso":
      return shapeDrag((points) => points, first, setting);
    case "rectangle":
      return shapeDrag((points) => cornersOf(spanOf(points)), first, setting);
    case "ellipse":
      return shapeDrag((points) => ellipseIn(spanOf(points)), first, setting);
    case "box":
      return boxDrag(first, setting);
    default:
      return null;
  }
}

type PlaneName = "mask" | "drawn" | "erased" | "strengths";

/** Which planes a brush paints, and with what value. */
function paintedPlanes(tool: BrushTool, localStrength: number): readonly (readonly [PlaneName, number])[] {
  switch (tool) {
    case "brush":
      return [["mask", 255]];
    case "eraser":
      return [["mask", 0]];
    case "pencil":
      return [["drawn", 255]];
    case "rubber":
      return [
        ["drawn", 0],
        ["erased", 255],
      ];
    case "strength": // 0 means unpainted, so the least strength is 1
      return [["strengths", Math.max(1, Math.round(localStrength * 2.55))]];
  }
}

function strokeDrag(tool: BrushTool, first: Dab, { studio, extent }: DragSetting): ToolDrag {
  const options = studio.brushes[tool];
  const sheet = sheetOf(studio);
  const strokes = paintedPlanes(tool, studio.localStrength).map(
    ([name, value]) => [name, new Stroke(sheet[name], paintOf(options, value), extent)] as const,
  );
  const over = (step: (stroke: Stroke) => Box | null) =>
    strokes
      .map(([, stroke]) => step(stroke))
      .reduce((one, other) => (one && other ? boxOver(one, other) : (one ?? other)));
  return {
    began: over((stroke) => stroke.to(first)),
    to: (dab) => over((stroke) => stroke.to(dab)),
    shown: () => ({ planes: Object.fromEntries(strokes.map(([name, stroke]) => [name, stroke.plane])) }),
    end: () => {
      const unseen = over((stroke) => stroke.finish());
      return { sheet: Object.fromEntries(strokes.map(([name, stroke]) => [name, stroke.done()])), unseen };
    },
  };
}

const paintOf = ({ size_px, hardness, flow, pressure }: BrushOptions, value: number) => ({
  size_px,
  hardness,
  flow,
  value,
  byPressure: pressure,
});

function spanOf(points: readonly Point[]): Box {
  const first = points[0] as Point;
  const last = points.at(-1) as Point;
  const x = Math.min(first.x, last.x);
  const y = Math.min(first.y, last.y);
  return { x, y, width: Math.abs(first.x - last.x), height: Math.abs(first.y - last.y) };
}

function shapeDrag(
  outlineOf: (points: readonly Point[]) => readonly Point[],
  first: Dab,
  { studio, extent, takesAway }: DragSetting,
): ToolDrag {
  const points: Point[] = [first];
  return {
    began: null,
    to: (dab) => {
      points.push(dab);
      return null;
    },
    shown: () => ({ planes: {}, outline: outlineOf(points) }),
    end: () => {
      const { mask } = sheetOf(studio);
      const after = fillPolygon(mask, outlineOf(points), takesAway ? 0 : 255, extent);
      return after === mask ? null : { sheet: { mask: after }, unseen: "all" };
    },
  };
}

function boxDrag(first: Dab, { extent, ratio, reach_px, boxInForce }: DragSetting): ToolDrag {
  const grip = gripAt(boxInForce, first, reach_px, extent);
  const rules = { picture: extent, ratio };
  let box: Box | null = grip === "new" ? null : boxInForce;
  return {
    began: null,
    to: (dab) => {
      box = draggedBox(grip, boxInForce, first, dab, rules);
      return null;
    },
    shown: () => ({ planes: {}, box }),
    end: () => (box ? { sheet: { box }, unseen: null } : null),
  };
}
