/** Two pictures compared pixel by pixel, as pictures for the eye. Arrays are RGBA, row by row, 0..255. */

type Pixels = Uint8ClampedArray;

const GAIN = 4; // small differences are to be seen too

/** Black where both are alike, brighter the more they differ. */
export function differenceOf(one: Pixels, other: Pixels, gain = GAIN): Uint8ClampedArray<ArrayBuffer> {
  const into = new Uint8ClampedArray(one.length);
  for (let at = 0; at < one.length; at += 4) {
    for (let channel = 0; channel < 3; channel++) {
      const [a, b] = [one[at + channel] as number, other[at + channel] as number];
      into[at + channel] = Math.abs(a - b) * gain;
    }
    into[at + 3] = 255;
  }
  return into;
}

/** How steep the brightness is at each place (Sobel's operator), white on black. */
export function edgesOf(pixels: Pixels, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const grey = new Float32Array(width * height);
  for (let place = 0; place < grey.length; place++) {
    const at = place * 4;
    grey[place] =
      0.299 * (pixels[at] as number) +
      0.587 * (pixels[at + 1] as number) +
      0.114 * (pixels[at + 2] as number);
  }
  const into = new Uint8ClampedArray(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = steepness(grey, width, height, x, y);
      const at = (y * width + x) * 4;
      into.fill(value, at, at + 3);
      into[at + 3] = 255;
    }
  }
  return into;
}

function steepness(grey: Float32Array, width: number, height: number, x: number, y: number): number {
  const at = (dx: number, dy: number): number => {
    const column = Math.min(width - 1, Math.max(0, x + dx));
    const row = Math.min(height - 1, Math.max(0, y + dy));
    return grey[row * width + column] as number;
  };
  const across = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
  const down = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
  return Math.hypot(across, down) / 2;
}

export interface Statistics {
  readonly changed: number; // pixels that differ at all
  readonly share: number; // 0..1
  readonly mean: number; // of the differences of those, 0..255
  readonly largest: number;
}

export function statisticsOf(one: Pixels, other: Pixels): Statistics {
  let [changed, sum, largest] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 4) {
    let most = 0;
    for (let channel = 0; channel < 3; channel++)
      most = Math.max(most, Math.abs((one[at + channel] as number) - (other[at + channel] as number)));
    if (most === 0) continue;
    changed++;
    sum += most;
    largest = Math.max(largest, most);
  }
  const all = one.length / 4;
  return { changed, share: all ? changed / all : 0, mean: changed ? sum / changed : 0, largest };
}
