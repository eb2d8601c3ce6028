/** Strokes put on a canvas, for the screen and for the mask file. */
import type { Box, Point } from "./geometry";
import { paintedBounds, type Stroke } from "./marks";

/** How picture pixels become canvas pixels: `(point - from) * scale`. */
export interface View {
  readonly from: Point;
  readonly scale: number;
}

export function drawStrokes(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  view: View,
  colour: string,
) {
  context.save();
  context.scale(view.scale, view.scale);
  context.translate(-view.from.x, -view.from.y);
  for (const stroke of strokes) drawStroke(context, stroke, colour);
  context.restore();
}

function drawStroke(context: CanvasRenderingContext2D, stroke: Stroke, colour: string) {
  const [first, ...rest] = stroke.points;
  if (!first) return;
  context.globalCompositeOperation = stroke.erase ? "destination-out" : "source-over";
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (stroke.cap === "square") {
    const area = paintedBounds([{ ...stroke, erase: false }]);
    if (area) context.fillRect(area.x, area.y, area.width, area.height);
    return;
  }
  context.beginPath();
  context.arc(first.x, first.y, stroke.width_px / 2, 0, 2 * Math.PI);
  context.fill();
  context.lineWidth = stroke.width_px;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const point of rest) context.lineTo(point.x, point.y);
  context.stroke();
}

/** The mask as a PNG of the box's size: white where the strokes paint, black elsewhere. */
export async function maskFile(strokes: readonly Stroke[], box: Box): Promise<Blob> {
  const paint = canvasOf(box);
  drawStrokes(paint, strokes, { from: box, scale: 1 }, "white");
  const mask = canvasOf(box);
  mask.fillStyle = "black";
  mask.fillRect(0, 0, box.width, box.height);
  mask.drawImage(paint.canvas, 0, 0);
  const blob = await new Promise<Blob | null>((done) => mask.canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error(`the browser could not make a mask of ${box.width} x ${box.height} pixels`);
  return blob;
}

function canvasOf({ width, height }: Box): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("the browser gave no canvas");
  return context;
}
