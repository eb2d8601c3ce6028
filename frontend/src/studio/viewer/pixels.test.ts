import { describe, expect, test } from "vitest";
import { differenceOf, edgesOf, statisticsOf } from "./pixels";

const grey = (...values: number[]) =>
  Uint8ClampedArray.from(values.flatMap((value) => [value, value, value, 255]));

describe("two pictures compared", () => {
  test("are black where they are alike, brighter where they differ more", () => {
    const map = differenceOf(grey(10, 10, 10), grey(10, 13, 200));
    expect([map[0], map[4], map[8]]).toEqual([0, 12, 255]);
    expect([map[3], map[7], map[11]]).toEqual([255, 255, 255]);
  });

  test("are counted", () => {
    expect(statisticsOf(grey(10, 10, 10, 10), grey(10, 14, 10, 20))).toEqual({
      changed: 2,
      share: 0.5,
      mean: 7,
      largest: 10,
    });
    expect(statisticsOf(grey(1), grey(1))).toEqual({ changed: 0, share: 0, mean: 0, largest: 0 });
  });
});

test("edges are white where the brightness jumps, black where it is even", () => {
  const step = grey(...Array.from({ length: 36 }, (_, place) => (place % 6 < 3 ? 0 : 200)));
  const edges = edgesOf(step, 6, 6);
  expect(edges[(2 * 6 + 3) * 4]).toBe(255);
  expect(edges[(2 * 6 + 0) * 4]).toBe(0);
  expect(edges[(2 * 6 + 5) * 4]).toBe(0);
});
