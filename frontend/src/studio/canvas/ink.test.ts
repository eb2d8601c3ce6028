import { describe, expect, test } from "vitest";
import { emptyPlane, fillBox } from "../model/plane";
import { drawInk, linesReader, planeReader } from "./ink";

const picture = { width: 64, height: 48 };
const RED = { red: 200, green: 0, blue: 0 };

/** A canvas that keeps what is put on it. */
function canvas(width: number, height: number) {
  const pixels = new Uint8ClampedArray(width * height * 4);
  const context = {
    canvas: { width, height },
    clearRect: () => pixels.fill(0),
    createImageData: (across: number, down: number) => ({
      width: across,
      height: down,
      data: new Uint8ClampedArray(across * down * 4),
    }),
    putImageData: (image: ImageData, x: number, y: number) => {
      for (let row = 0; row < image.height; row++) {
        const from = image.data.subarray(row * image.width * 4, (row + 1) * image.width * 4);
        pixels.set(from, ((y + row) * width + x) * 4);
      }
    },
  } as unknown as CanvasRenderingContext2D;
  return { context, alpha: (x: number, y: number) => pixels[(y * width + x) * 4 + 3] };
}

const mask = fillBox(emptyPlane, { x: 10, y: 10, width: 4, height: 4 }, 255);
const layer = { colour: RED, opacity: 0.5, reader: () => planeReader(mask) };

describe("ink", () => {
  test("lies where the view shows it", () => {
    const { context, alpha } = canvas(100, 80);
    drawInk(context, [layer], { zoom: 2, x: 5, y: 3 }, picture, 1, null);
    expect(alpha(25, 23)).toBe(128);
    expect(alpha(24, 23)).toBe(0);
    expect(alpha(32, 30)).toBe(128);
    expect(alpha(33, 30)).toBe(0);
  });

  test("is drawn anew only where something changed", () => {
    const { context, alpha } = canvas(100, 80);
    drawInk(context, [layer], { zoom: 1, x: 0, y: 0 }, picture, 1, { x: 0, y: 0, width: 5, height: 5 });
    expect(alpha(11, 11)).toBe(0);
    drawInk(context, [layer], { zoom: 1, x: 0, y: 0 }, picture, 1, { x: 10, y: 10, width: 2, height: 2 });
    expect(alpha(11, 11)).toBe(128);
  });

  test("of a thin line is still seen from afar", () => {
    const line = fillBox(emptyPlane, { x: 0, y: 21, width: 64, height: 1 }, 255);
    const { context, alpha } = canvas(16, 12);
    const thin = { colour: RED, opacity: 1, reader: () => planeReader(line) };
    drawInk(context, [thin], { zoom: 0.25, x: 0, y: 0 }, picture, 1, null);
    const column = Array.from({ length: 12 }, (_, y) => alpha(8, y));
    expect(Math.max(...(column as number[]))).toBe(255);
  });

  test("ends at the picture's border", () => {
    const full = fillBox(emptyPlane, { x: 0, y: 0, ...picture }, 255);
    const { context, alpha } = canvas(100, 80);
    drawInk(
      context,
      [{ ...layer, reader: () => planeReader(full) }],
      { zoom: 1, x: 10, y: 10 },
      picture,
      1,
      null,
    );
    expect([alpha(9, 20), alpha(10, 20), alpha(73, 20), alpha(74, 20)]).toEqual([0, 128, 128, 0]);
  });
});

test("lines are read with the own edits over them", () => {
  const found = fillBox(emptyPlane, { x: 0, y: 0, width: 4, height: 1 }, 200);
  const erased = fillBox(emptyPlane, { x: 1, y: 0, width: 1, height: 1 }, 255);
  const drawn = fillBox(emptyPlane, { x: 2, y: 0, width: 1, height: 1 }, 255);
  const reader = linesReader(found, erased, drawn);
  reader.row(0);
  expect([0, 1, 2, 3, 4].map((x) => reader.at(x))).toEqual([200, 0, 255, 200, 0]);
});
