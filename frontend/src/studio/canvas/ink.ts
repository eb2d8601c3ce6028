/**
 * Planes drawn on a canvas as large as the window: only what is seen is looked at, so that a picture of 48 megapixels
 * costs what the window costs.
 */
import { type Box, crossing, type Size } from "../model/geometry";
import { type Plane, TILE_PX } from "../model/plane";
import type { View } from "./view";

export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

const MOST_SAMPLES = 4; // across and down, of what one pixel shows from afar

/** What lies over the picture, from below. Values become opacity. */
export interface InkLayer {
  readonly colour: Colour;
  readonly opacity: number; // 0..1
  /** The value 0..255 at a whole place of the picture. */
  readonly reader: () => Reader;
}

/** Reads one row of the picture after another; `row` is called before `at`. */
export interface Reader {
  row(y: number): void;
  at(x: number): number;
}

/** Reads a plane, keeping the tile at hand. */
export function planeReader({ tiles }: Plane): Reader {
  let rowKey = 0;
  let rowStart = 0;
  let tileX = -1;
  let tile: Uint8Array | undefined;
  return {
    row(y) {
      rowKey = Math.floor(y / TILE_PX) * 256;
      rowStart = (y % TILE_PX) * TILE_PX;
      tileX = -1;
    },
    at(x) {
      const wanted = (x / TILE_PX) | 0;
      if (wanted !== tileX) {
        tileX = wanted;
        tile = tiles.get(rowKey + wanted);
      }
      return tile ? (tile[rowStart + (x % TILE_PX)] as number) : 0;
    },
  };
}

/** Lines: the own ones over those found, less what was rubbed out. */
export function linesReader(found: Plane, erased: Plane, drawn: Plane): Reader {
  const [under, off, over] = [planeReader(found), planeReader(erased), planeReader(drawn)];
  return {
    row(y) {
      under.row(y);
      off.row(y);
      over.row(y);
    },
    at(x) {
      const left = under.at(x);
      const line = left === 0 ? 0 : (left * (255 - off.at(x))) / 255;
      return Math.max(line, over.at(x));
    },
  };
}

/** Draw the part of the window that shows `changed` (null: all of it). The canvas has `scale` pixels for a CSS pixel. */
export function drawInk(
  context: CanvasRenderingContext2D,
  layers: readonly InkLayer[],
  view: View,
  picture: Size,
  scale: number,
  changed: Box | null,
): void {
  const { width, height } = context.canvas;
  const part = seen(view, picture, { width, height }, scale, changed);
  if (changed === null) context.clearRect(0, 0, width, height);
  if (!part) return;
  const image = context.createImageData(part.width, part.height);
  const zoom = view.zoom * scale;
  const samples = Math.min(MOST_SAMPLES, Math.max(1, Math.round(1 / zoom)));
  // One sample is taken in the middle of what a pixel shows; several begin at its edge.
  const first = samples === 1 ? 0.5 : 0;
  const columns = places(part.x, part.width, view.x * scale, zoom, picture.width, first);
  const rows = places(part.y, part.height, view.y * scale, zoom, picture.height, first);
  for (const { colour, opacity, reader } of layers) {
    if (opacity > 0) paint(image, reader(), columns, rows, colour, opacity, samples, 1 / zoom, picture);
  }
  context.putImageData(image, part.x, part.y);
}

/** The pixels of the canvas that show a box of the picture, a little more than it. */
function seen(view: View, picture: Size, canvas: Size, scale: number, changed: Box | null): Box | null {
  const { x, y, width, height } = changed ?? { x: 0, y: 0, ...picture };
  const zoom = view.zoom * scale;
  const left = Math.floor(x * zoom + view.x * scale) - 1;
  const top = Math.floor(y * zoom + view.y * scale) - 1;
  const right = Math.ceil((x + width) * zoom + view.x * scale) + 1;
  const bottom = Math.ceil((y + height) * zoom + view.y * scale) + 1;
  return crossing({ x: left, y: top, width: right - left, height: bottom - top }, { x: 0, y: 0, ...canvas });
}

/** The pixel of the picture that each pixel of the canvas shows; -1 beside the picture. */
function places(
  from: number,
  count: number,
  offset: number,
  zoom: number,
  length: number,
  first: number,
): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => {
    const place = Math.floor((from + index + first - offset) / zoom);
    return place >= 0 && place < length ? place : -1;
  });
}

function paint(
  image: ImageData,
  reader: Reader,
  columns: Int32Array,
  rows: Int32Array,
  { red, green, blue }: Colour,
  opacity: number,
  samples: number,
  stride: number,
  picture: Size,
) {
  const { data } = image;
  for (let v = 0; v < rows.length; v++) {
    for (let sample = 0; sample < samples; sample++) {
      const y = (rows[v] as number) + Math.floor((sample * stride) / samples);
      if (rows[v] === -1 || y >= picture.height) continue;
      reader.row(y);
      let at = v * columns.length * 4;
      for (let u = 0; u < columns.length; u++, at += 4) {
        const x = columns[u] as number;
        if (x === -1) continue;
        let value = reader.at(x);
        for (let more = 1; more < samples && value < 255; more++)
          value = Math.max(
            value,
            reader.at(Math.min(picture.width - 1, x + Math.floor((more * stride) / samples))),
          );
        if (value !== 0) over(data, at, red, green, blue, (value * opacity) / 255, sample > 0);
      }
    }
  }
}

/** Lay a colour over a pixel of straight alpha; a further sample of the same pixel only makes it as opaque as it is. */
function over(
  data: Uint8ClampedArray,
  at: number,
  red: number,
  green: number,
  blue: number,
  alpha: number,
  isSample: boolean,
) {
  const below = (data[at + 3] as number) / 255;
  if (isSample && data[at] === red && data[at + 1] === green && data[at + 2] === blue) {
    if (alpha > below) data[at + 3] = Math.round(alpha * 255);
    return;
  }
  const total = alpha + below * (1 - alpha);
  const share = alpha / total;
  data[at] = red * share + (data[at] as number) * (1 - share);
  data[at + 1] = green * share + (data[at + 1] as number) * (1 - share);
  data[at + 2] = blue * share + (data[at + 2] as number) * (1 - share);
  data[at + 3] = Math.round(total * 255);
}
