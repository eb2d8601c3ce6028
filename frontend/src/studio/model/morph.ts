/** A mask grown, shrunk and smoothed by true discs, in picture pixels. */
import { type Box, grown, type Size } from "./geometry";
import { boundsOf, type Plane, readBox, writeBox } from "./plane";

const FAR = 1e12;

/** The mask grown by a disc of `radius_px`; a negative radius shrinks it. Its edge becomes sharp, smooth to a pixel. */
export function resizedMask(plane: Plane, radius_px: number, extent: Size): Plane {
  const inside = boundsOf(plane);
  if (!inside || radius_px === 0) return plane;
  const box = grown(inside, Math.max(0, Math.ceil(radius_px)) + 2, extent);
  const values = readBox(plane, box);
  const isGrowing = radius_px > 0;
  const distance2 = squaredDistances(values, box, isGrowing);
  const reach = Math.abs(radius_px);
  for (let place = 0; place < values.length; place++) {
    const beyond = Math.sqrt(distance2[place] as number) - reach;
    // A pixel whose middle is just at the reach is half covered.
    const cover = Math.round(255 * Math.min(1, Math.max(0, 0.5 - beyond)));
    values[place] = isGrowing
      ? Math.max(values[place] as number, cover)
      : Math.min(values[place] as number, 255 - cover);
  }
  return writeBox(plane, box, values);
}

/** The mask with corners rounded and specks gone, about as large as before. */
export function smoothedMask(plane: Plane, radius_px: number, extent: Size): Plane {
  const inside = boundsOf(plane);
  if (!inside) return plane;
  const box = grown(inside, Math.ceil(radius_px) * 2, extent);
  const soft = blurred(readBox(plane, box), box, radius_px);
  // Steeper than the blur, so that the edge stays one pixel or two wide.
  const steep = Math.max(1, radius_px);
  return writeBox(
    plane,
    box,
    Uint8Array.from(soft, (value) => Math.min(255, Math.max(0, Math.round((value - 127.5) * steep + 127.5)))),
  );
}

/**
 * The squared distance of each pixel to the nearest one that is painted (128 and more), or to the nearest that is not.
 * Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", 2012. Beyond the box nothing is painted.
 */
export function squaredDistances(
  values: Uint8Array,
  { width, height }: Size,
  toPainted: boolean,
): Float64Array {
  const grid = Float64Array.from(values, (value) => (value >= 128 === toPainted ? 0 : FAR));
  const line = new Float64Array(Math.max(width, height));
  const workspace = newWorkspace(line.length);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) line[y] = grid[y * width + x] as number;
    transform(line, height, workspace);
    for (let y = 0; y < height; y++) grid[y * width + x] = workspace.result[y] as number;
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) line[x] = grid[y * width + x] as number;
    transform(line, width, workspace);
    for (let x = 0; x < width; x++) grid[y * width + x] = workspace.result[x] as number;
  }
  return grid;
}

interface Workspace {
  readonly roots: Int32Array; // of the parabolas in the lower envelope
  readonly starts: Float64Array; // where each begins to be the lowest
  readonly result: Float64Array;
}

const newWorkspace = (length: number): Workspace => ({
  roots: new Int32Array(length),
  starts: new Float64Array(length + 1),
  result: new Float64Array(length),
});

function transform(line: Float64Array, length: number, { roots, starts, result }: Workspace) {
  let last = 0;
  roots[0] = 0;
  starts[0] = -Infinity;
  starts[1] = Infinity;
  const meeting = (q: number, v: number) =>
    ((line[q] as number) + q * q - ((line[v] as number) + v * v)) / (2 * q - 2 * v);
  for (let q = 1; q < length; q++) {
    let start = meeting(q, roots[last] as number);
    while (start <= (starts[last] as number)) {
      last--;
      start = meeting(q, roots[last] as number);
    }
    last++;
    roots[last] = q;
    starts[last] = start;
    starts[last + 1] = Infinity;
  }
  let at = 0;
  for (let q = 0; q < length; q++) {
    while ((starts[at + 1] as number) < q) at++;
    const root = roots[at] as number;
    result[q] = (q - root) * (q - root) + (line[root] as number);
  }
}

const PASSES = 3; // three box blurs are close to a Gaussian

function blurred(values: Uint8Array, box: Box, radius_px: number): Float32Array {
  let now: Float32Array = Float32Array.from(values);
  const radius = Math.max(1, Math.round(radius_px / 2));
  for (let pass = 0; pass < PASSES; pass++) {
    now = boxBlurred(now, box.width, box.height, radius, 1, box.width);
    now = boxBlurred(now, box.height, box.width, radius, box.width, 1);
  }
  return now;
}

/** A running mean along lines of `length` values that lie `step` apart; beyond the ends nothing is painted. */
function boxBlurred(
  from: Float32Array,
  length: number,
  lines: number,
  radius: number,
  step: number,
  nextLine: number,
): Float32Array {
  const into = new Float32Array(from.length);
  for (let line = 0; line < lines; line++) {
    const start = line * nextLine;
    let sum = 0;
    for (let at = 0; at < Math.min(radius, length); at++) sum += from[start + at * step] as number;
    for (let at = 0; at < length; at++) {
      if (at + radius < length) sum += from[start + (at + radius) * step] as number;
      if (at - radius - 1 >= 0) sum -= from[start + (at - radius - 1) * step] as number;
      into[start + at * step] = sum / (2 * radius + 1);
    }
  }
  return into;
}
