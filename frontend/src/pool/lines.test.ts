import { describe, expect, test } from "vitest";
import { heightOf, linesOf, scrollFor, seenAt, walkedTo } from "./lines";

const lines = linesOf(1_200, 200, 1);

test("as many columns as fit, and never less than two", () => {
  expect(lines).toEqual({ columns: 6, cell_px: 200, line_px: 200 });
  expect(linesOf(390, 180, 1).columns).toBe(2);
  expect(linesOf(100, 180, 1.6)).toEqual({ columns: 2, cell_px: 50, line_px: 31 });
});

test("a hundred thousand pictures are as high as their lines", () => {
  expect(heightOf(lines, 100_000)).toBe(16_667 * 200);
  expect(heightOf(lines, 0)).toBe(0);
});

describe("what is drawn", () => {
  test("is what is seen and two lines around it, at the beginning and far down alike", () => {
    expect(seenAt(lines, 0, 900, 100_000)).toEqual({ first: 0, end: 42 });
    const far = seenAt(lines, 3_000_000, 900, 100_000);
    expect(far).toEqual({ first: 89_988, end: 90_042 });
  });

  test("ends with the last picture", () => {
    expect(seenAt(lines, 0, 900, 7)).toEqual({ first: 0, end: 7 });
    expect(seenAt(lines, 5_000, 900, 7)).toEqual({ first: 7, end: 7 });
  });
});

test.each([
  [0, 400, 0],
  [30, 900, 900],
  [60, 0, 1_300],
])("row %i, seen from %i pixels, asks to scroll to %i", (row, top, to) => {
  expect(scrollFor(lines, row, top, 900)).toBe(to);
});

test.each([
  ["ArrowRight", 5, 6],
  ["ArrowDown", 5, 11],
  ["ArrowUp", 5, 5],
  ["ArrowDown", 98, 98],
  ["PageDown", 90, 99],
  ["End", 3, 99],
  ["Home", 50, 0],
  ["k", 50, null],
])("%s leads from %i to %j of a hundred in six columns", (key, at, to) => {
  expect(walkedTo(key, at, 100, 6)).toBe(to);
});

test("an empty wall is not walked through", () => expect(walkedTo("End", 0, 0, 6)).toBeNull());
