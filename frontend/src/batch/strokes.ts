/** Strokes on a frame, in its pixels, and the pictures that they make. */

export interface Stroke {
  readonly erases: boolean;
  readonly size_px: number;
  readonly points: readonly (readonly [number, number])[];
}

/** A place on the screen as a place in the frame, whatever the size at which it is shown. */
export function placeIn(
  shown: { left: number; top: number; width: number; height: number },
  size: { width: number; height: number },
  at: { clientX: number; clientY: number },
): [number, number] {
  const x = ((at.clientX - shown.left) * size.width) / shown.width;
  const y = ((at.clientY - shown.top) * size.height) / shown.height;
  return [x, y];
}

/** Draw a part of a stroke, from its point number `from` on. */
export function draw(paper: CanvasRenderingContext2D, { erases, size_px, points }: Stroke, from = 0): void {
  const [start, ...rest] = points.slice(Math.max(0, from));
  if (!start) return;
  paper.globalCompositeOperation = erases ? "destination-out" : "source-over";
  paper.lineCap = "round";
  paper.lineJoin = "round";
  paper.lineWidth = size_px;
  paper.beginPath();
  paper.moveTo(...start);
  for (const point of rest.length > 0 ? rest : [start]) paper.lineTo(...point);
  paper.stroke();
}

/** What a mask file shows as colour with alpha: white covers, black does not. */
export function covering(mask: ImageData, [red, green, blue]: readonly [number, number, number]): ImageData {
  const { data } = mask;
  for (let at = 0; at < data.length; at += 4) {
    const cover = data[at] ?? 0;
    data.set([red, green, blue, cover], at);
  }
  return mask;
}

/** The drawing as a mask file: white where something covers, on black. */
export function maskFile(drawing: HTMLCanvasElement): Promise<Blob> {
  const { width, height } = drawing;
  const white = paperOf(width, height);
  white.drawImage(drawing, 0, 0);
  white.globalCompositeOperation = "source-in";
  white.fillStyle = "#fff";
  white.fillRect(0, 0, width, height);
  const mask = paperOf(width, height);
  mask.fillStyle = "#000";
  mask.fillRect(0, 0, width, height);
  mask.drawImage(white.canvas, 0, 0);
  return new Promise((give, refuse) => {
    mask.canvas.toBlob(
      (file) => (file ? give(file) : refuse(new Error("no memory for the mask"))),
      "image/png",
    );
  });
}

function paperOf(width: number, height: number): CanvasRenderingContext2D {
  const paper = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  if (!paper) throw new Error("this browser gives no canvas");
  return paper;
}
