import { describe, expect, test } from "vitest";
import { emptyPlane, fillBox, readBox, valueAt } from "./plane";
import { cornersOf, ellipseIn, fillPolygon } from "./shapes";

const extent = { width: 300, height: 300 };
const whole = { x: 0, y: 0, ...extent };
const area = (plane: typeof emptyPlane): number =>
  readBox(plane, whole).reduce((sum, value) => sum + value / 255, 0);

describe("a filled shape", () => {
  test("covers just its rectangle where the corners are whole", () => {
    const box = { x: 20, y: 30, width: 50, height: 40 };
    const drawn = fillPolygon(emptyPlane, cornersOf(box), 255, extent);
    expect(readBox(drawn, whole)).toEqual(readBox(fillBox(emptyPlane, box, 255), whole));
  });

  test("has the area of the ellipse it is", () => {
    const drawn = fillPolygon(emptyPlane, ellipseIn({ x: 50, y: 80, width: 160, height: 100 }), 255, extent);
    expect(area(drawn)).toBeCloseTo(Math.PI * 80 * 50, -2);
    expect(valueAt(drawn, 130, 130)).toBe(255);
    expect(valueAt(drawn, 55, 85)).toBe(0);
  });

  test("has smooth edges", () => {
    const triangle = [
      { x: 10, y: 10 },
      { x: 200, y: 60 },
      { x: 40, y: 240 },
    ];
    const values = new Set(readBox(fillPolygon(emptyPlane, triangle, 255, extent), whole));
    expect(values.size).toBeGreaterThan(20);
  });

  test("takes away where its value is 0", () => {
    const full = fillBox(emptyPlane, whole, 255);
    const holed = fillPolygon(full, cornersOf({ x: 100, y: 100, width: 10, height: 10 }), 0, extent);
    expect(area(holed)).toBe(300 * 300 - 100);
  });

  test("is cut at the picture's border", () => {
    const drawn = fillPolygon(
      emptyPlane,
      cornersOf({ x: -50, y: -50, width: 100, height: 100 }),
      255,
      extent,
    );
    expect(area(drawn)).toBe(2500);
  });

  test("of fewer than three corners is none", () => {
    expect(fillPolygon(emptyPlane, [{ x: 1, y: 1 }], 255, extent)).toBe(emptyPlane);
  });
});
