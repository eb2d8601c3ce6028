import { describe, expect, test } from "vitest";
import { toPicture, toScreen, type View } from "../canvas/view";
import { type Dab, type Paint, Stroke, stroked } from "./brush";
import { boundsOf, emptyPlane, fillBox, readBox, valueAt } from "./plane";

const extent = { width: 800, height: 600 };
const whole = { x: 0, y: 0, ...extent };
const paint: Paint = { size_px: 40, hardness: 100, flow: 100, value: 255, byPressure: false };
const at = (x: number, y: number, pressure = 1): Dab => ({ x, y, pressure });
const line = [at(100, 100), at(300, 140), at(420, 380)];

/** How many pixels of a column are more than half covered. */
const heightAt = (plane: typeof emptyPlane, x: number): number =>
  Array.from({ length: extent.height }, (_, y) => valueAt(plane, x, y)).filter((value) => value > 127).length;

/** How many pixels differ; comparing half a million values one by one in `expect` takes seconds. */
function differing(one: typeof emptyPlane, other: typeof emptyPlane): number {
  const [left, right] = [readBox(one, whole), readBox(other, whole)];
  return left.reduce((count, value, place) => count + (value === right[place] ? 0 : 1), 0);
}

describe("a stroke", () => {
  test("is as wide as the brush, whatever its hardness", () => {
    for (const hardness of [100, 80, 30, 0]) {
      const plane = stroked(emptyPlane, [at(100, 300), at(500, 300)], { ...paint, hardness }, extent);
      expect(Math.abs(heightAt(plane, 300) - 40)).toBeLessThanOrEqual(1);
    }
  });

  test.each([
    [0.5, 1],
    [1, 1],
    [2, 1],
    [0.5, 2],
    [1, 2],
    [2, 2],
  ])("changes the same pixels of the picture at zoom %s and %s device pixels a pixel", (zoom, ratio) => {
    const view: View = { zoom, x: 37, y: -12 };
    // A screen reports places in steps of a device pixel.
    const seen = line.map((dab) => {
      const screen = toScreen(view, dab);
      const snapped = { x: Math.round(screen.x * ratio) / ratio, y: Math.round(screen.y * ratio) / ratio };
      return { ...toPicture(view, snapped), pressure: 1 };
    });
    const direct = stroked(emptyPlane, line, paint, extent);
    expect(differing(stroked(emptyPlane, seen, paint, extent), direct)).toBe(0);
  });

  test("does not depend on how often the pointer was reported", () => {
    const often = Array.from({ length: 51 }, (_, index) => at(100 + 4 * index, 200));
    const rarely = [at(100, 200), at(300, 200)];
    const one = stroked(emptyPlane, often, paint, extent);
    expect(differing(one, stroked(emptyPlane, rarely, paint, extent))).toBe(0);
  });

  test("going over itself with full flow leaves no darker places", () => {
    const soft = { ...paint, hardness: 20 };
    const once = stroked(emptyPlane, [at(100, 200), at(300, 200)], soft, extent);
    const twice = stroked(emptyPlane, [at(100, 200), at(300, 200), at(100, 200)], soft, extent);
    expect(differing(twice, once)).toBe(0);
  });

  test("with little flow adds up where it goes over itself", () => {
    const thin = { ...paint, flow: 10 };
    const once = stroked(emptyPlane, [at(100, 200), at(300, 200)], thin, extent);
    const thrice = stroked(
      emptyPlane,
      [at(100, 200), at(300, 200), at(100, 200), at(300, 200)],
      thin,
      extent,
    );
    expect(valueAt(once, 200, 200)).toBeGreaterThan(20);
    expect(valueAt(once, 200, 200)).toBeLessThan(valueAt(thrice, 200, 200));
  });

  test("erases what lies under it and nothing else", () => {
    const full = fillBox(emptyPlane, whole, 255);
    const erased = stroked(full, [at(200, 200)], { ...paint, value: 0 }, extent);
    expect(valueAt(erased, 200, 200)).toBe(0);
    expect(valueAt(erased, 200 + 22, 200)).toBe(255);
  });

  test("is thinner where the pen presses less", () => {
    const byPressure = { ...paint, byPressure: true };
    const plane = stroked(emptyPlane, [at(100, 300, 0.2), at(500, 300, 1)], byPressure, extent);
    expect(heightAt(plane, 110)).toBeLessThan(20);
    expect(heightAt(plane, 490)).toBeGreaterThan(36);
  });

  test("stays inside the picture", () => {
    const plane = stroked(emptyPlane, [at(-10, -10), at(810, 610)], paint, extent);
    const bounds = boundsOf(plane);
    expect(bounds?.x).toBe(0);
    expect((bounds?.x ?? 0) + (bounds?.width ?? 0)).toBeLessThanOrEqual(extent.width);
    expect((bounds?.y ?? 0) + (bounds?.height ?? 0)).toBeLessThanOrEqual(extent.height);
  });

  test("tells the box of what it changed", () => {
    const stroke = new Stroke(emptyPlane, paint, extent);
    stroke.to(at(400, 300));
    const box = stroke.to(at(440, 300));
    expect(box).toEqual({ x: 379, y: 279, width: 82, height: 42 });
  });
});
