import { expect, test } from "vitest";
import { closer, moved, toggledAt, wholeLens } from "./lens";

const MIDDLE = { x: 0.5, y: 0.5 };

test("what is under the pointer stays there", () => {
  const lens = closer(wholeLens, { x: 0.25, y: 0.5 }, 2);
  expect(lens).toEqual({ scale: 2, x: -0.25, y: -0.5 });
});

test("the picture is never moved beyond its edge", () => {
  const lens = closer(wholeLens, MIDDLE, 2);
  expect(moved(lens, 9, -9)).toEqual({ scale: 2, x: 0, y: -1 });
});

test("the whole picture is the farthest, and is not moved", () => {
  expect(closer(closer(wholeLens, MIDDLE, 4), MIDDLE, 0.01)).toEqual(wholeLens);
  expect(moved(wholeLens, 0.3, 0.3)).toEqual(wholeLens);
  expect(closer(wholeLens, MIDDLE, 1_000).scale).toBe(16);
});

test("a double click looks closely, and another one at all of it", () => {
  const close = toggledAt(wholeLens, MIDDLE);
  expect(close.scale).toBe(3);
  expect(toggledAt(close, MIDDLE)).toEqual(wholeLens);
});
