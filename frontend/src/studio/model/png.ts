/** Planes as grey PNG files and back, exactly: no colour management, no canvas. */
import { decode, encode } from "fast-png";
import type { Box, Size } from "./geometry";
import { emptyPlane, type Plane, readBox, writeBox } from "./plane";

/** Grey values, row by row. */
export interface Grey extends Size {
  readonly values: Uint8Array;
}

export function pngOf({ width, height, values }: Grey): Blob {
  const data = encode({ width, height, data: values, channels: 1, depth: 8 });
  return new Blob([data as Uint8Array<ArrayBuffer>], { type: "image/png" });
}

/** The first channel of an 8-bit PNG; of one with more depth the upper byte. */
export function greyOf(file: ArrayBuffer | Uint8Array): Grey {
  const { width, height, data, channels, depth, palette } = decode(file);
  if (palette) throw new Error("expected a grey PNG, got one with a palette");
  const values = new Uint8Array(width * height);
  const shift = depth === 16 ? 8 : 0;
  const unpacked = depth < 8 ? unpack(data as Uint8Array, width, height, depth) : data;
  for (let place = 0; place < values.length; place++)
    values[place] = (unpacked[place * channels] as number) >> shift;
  return { width, height, values };
}

/** Rows of 1, 2 or 4 bits a pixel as one byte a pixel, 0..255. */
function unpack(data: Uint8Array, width: number, height: number, depth: number): Uint8Array {
  const values = new Uint8Array(width * height);
  const most = 2 ** depth - 1;
  const bytesAcross = Math.ceil((width * depth) / 8);
  for (let place = 0; place < values.length; place++) {
    const x = place % width;
    const byte = data[Math.floor(place / width) * bytesAcross + Math.floor((x * depth) / 8)] as number;
    const bits = (byte >> (8 - depth - ((x * depth) % 8))) & most;
    values[place] = (bits * 255) / most;
  }
  return values;
}

export const pngOfBox = (plane: Plane, box: Box): Blob =>
  pngOf({ width: box.width, height: box.height, values: readBox(plane, box) });

/** A grey picture laid over a box, stretched to it where it is of another size. */
export const planeOf = (grey: Grey, box: Box): Plane => writeBox(emptyPlane, box, stretched(grey, box));

/** The values at another size, smoothly between them. */
export function stretched({ width, height, values }: Grey, to: Size): Uint8Array {
  if (to.width === width && to.height === height) return values;
  const into = new Uint8Array(to.width * to.height);
  const columns = Array.from({ length: to.width }, (_, x) => between(x, to.width, width));
  for (let y = 0; y < to.height; y++) {
    const [upper, lower, down] = between(y, to.height, height);
    const [above, below] = [upper * width, lower * width];
    for (let x = 0; x < to.width; x++) {
      const [left, right, across] = columns[x] as Between;
      const top = mix(values[above + left] as number, values[above + right] as number, across);
      const bottom = mix(values[below + left] as number, values[below + right] as number, across);
      into[y * to.width + x] = Math.round(mix(top, bottom, down));
    }
  }
  return into;
}

type Between = readonly [number, number, number];

/** The two places that a middle of a pixel falls between, and how far it is towards the second. */
function between(index: number, count: number, from: number): Between {
  const place = Math.min(Math.max(((index + 0.5) * from) / count - 0.5, 0), from - 1);
  const first = Math.floor(place);
  return [first, Math.min(first + 1, from - 1), place - first];
}

const mix = (one: number, other: number, share: number): number => one + (other - one) * share;
