import { describe, expect, test } from "vitest";
import { PARTS, partsMask } from "./people";

// Two people side by side: a face, a torso, a left arm each, and nobody between them.
const labels = { width: 7, height: 1, values: Uint8Array.of(9, 10, 11, 0, 17, 18, 19) };
const mask = (people: number[] | null, parts: (typeof PARTS)[number][]) => [
  ...partsMask(labels, people && new Set(people), new Set(parts)).values,
];

describe("the mask of people", () => {
  test("holds all of all of them", () => {
    expect(mask(null, [...PARTS])).toEqual([255, 255, 255, 0, 255, 255, 255]);
  });

  test("leaves out the parts that are switched off, and keeps the others", () => {
    expect(mask(null, ["face", "leftArm"])).toEqual([255, 0, 255, 0, 255, 0, 255]);
  });

  test("holds one person from the left", () => {
    expect(mask([1], [...PARTS])).toEqual([255, 255, 255, 0, 0, 0, 0]);
    expect(mask([2], ["face"])).toEqual([0, 0, 0, 0, 255, 0, 0]);
  });

  test("is empty where nobody is", () => {
    expect(mask([3], [...PARTS]).every((value) => value === 0)).toBe(true);
  });
});
