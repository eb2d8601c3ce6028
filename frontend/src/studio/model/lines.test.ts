import { describe, expect, test } from "vitest";
import { drawnStrokes, linesIn, strokeAt } from "./lines";
import { emptyPlane, fillBox, readBox, valueAt } from "./plane";

const box = { x: 10, y: 10, width: 20, height: 20 };
const found = fillBox(emptyPlane, { x: 10, y: 15, width: 20, height: 1 }, 200);

describe("the lines of a box", () => {
  test("are the found ones, less what was rubbed out, and the own ones", () => {
    const erased = fillBox(emptyPlane, { x: 10, y: 10, width: 5, height: 20 }, 255);
    const drawn = fillBox(emptyPlane, { x: 12, y: 10, width: 1, height: 20 }, 255);
    const { values } = linesIn(box, found, { erased, drawn });
    const row = [...values.subarray(5 * 20, 5 * 20 + 8)];
    expect(row).toEqual([0, 0, 255, 0, 0, 200, 200, 200]);
  });

  test("keep the own ones when other lines are found, or the box is moved", () => {
    const drawn = fillBox(emptyPlane, { x: 25, y: 12, width: 1, height: 1 }, 255);
    const moved = linesIn({ ...box, x: 20 }, emptyPlane, { erased: emptyPlane, drawn });
    expect(moved.values[2 * 20 + 5]).toBe(255);
  });
});

describe("strokes", () => {
  const strong = {
    points: [
      { x: 0, y: 5 },
      { x: 40, y: 5 },
    ],
    width_px: 4,
    weight: 1,
  };
  const weak = {
    points: [
      { x: 20, y: 0 },
      { x: 20, y: 40 },
    ],
    width_px: 4,
    weight: 0.4,
  };
  const extent = { width: 60, height: 60 };

  test("are as bright as their weight, and the stronger one is seen where two cross", () => {
    for (const strokes of [
      [strong, weak],
      [weak, strong],
    ]) {
      const plane = drawnStrokes(strokes, extent);
      expect(valueAt(plane, 10, 5)).toBe(255);
      expect(valueAt(plane, 20, 30)).toBe(102);
      expect(valueAt(plane, 20, 5)).toBe(255);
    }
  });

  test("of no weight are not drawn", () => {
    const plane = drawnStrokes([{ ...strong, weight: 0 }], extent);
    expect(readBox(plane, { x: 0, y: 0, ...extent }).every((value) => value === 0)).toBe(true);
  });

  test("are found by where they pass, the nearest first", () => {
    expect(strokeAt([strong, weak], { x: 12, y: 7 }, 5)).toBe(0);
    expect(strokeAt([strong, weak], { x: 22, y: 25 }, 5)).toBe(1);
    expect(strokeAt([strong, weak], { x: 45, y: 45 }, 5)).toBeNull();
  });
});
