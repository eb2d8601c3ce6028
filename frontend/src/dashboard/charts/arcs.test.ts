import { expect, test } from "vitest";
import { arc, slices } from "./arcs";

test("slices follow each other and fill the ring", () => {
  expect(slices([1, 0, 3])).toEqual([
    [0, 0.25],
    [0.25, 0.25],
    [0.25, 1],
  ]);
  expect(slices([0, 0])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("a quarter goes from the top to the right, and a whole ring is not lost", () => {
  expect(arc(0, 0.25, 5, 10)).toBe("M0.00 -10.00A10 10 0 0 1 10.00 0.00L5.00 0.00A5 5 0 0 0 0.00 -5.00Z");
  const [, end] = /1 (-?[\d.]+ -?[\d.]+)L/.exec(arc(0, 1, 5, 10)) ?? [];
  expect(end).toBe("-0.00 -10.00");
  expect(arc(0, 1, 5, 10)).toContain("0 1 1");
});
