import { expect, test } from "vitest";
import { panesAt, rowsOf, shapeAfter } from "./panes";

test("walking inside the set leaves it where it is", () => {
  expect(panesAt({ shape: 4, first: 8 }, 10, 100, 0)).toEqual({ shape: 4, first: 8 });
});

test("walking over its edge brings the next set, or the one before", () => {
  expect(panesAt({ shape: 4, first: 8 }, 12, 100, 0)).toEqual({ shape: 4, first: 12 });
  expect(panesAt({ shape: 4, first: 8 }, 7, 100, 0)).toEqual({ shape: 4, first: 4 });
});

test("the last set is full", () => {
  expect(panesAt({ shape: 4, first: 92 }, 98, 100, 0)).toEqual({ shape: 4, first: 96 });
  expect(rowsOf({ shape: 4, first: 0 }, 3, 0)).toEqual([0, 1, 2]);
});

test("a picture that is held beside them takes one place", () => {
  expect(rowsOf({ shape: 2, first: 5 }, 100, 1)).toEqual([5]);
  expect(rowsOf({ shape: 4, first: 5 }, 100, 1)).toEqual([5, 6, 7]);
  expect(panesAt({ shape: 2, first: 5 }, 6, 100, 1)).toEqual({ shape: 2, first: 6 });
});

test("the same key again shows one picture", () => {
  expect([shapeAfter(1, 2), shapeAfter(2, 2), shapeAfter(2, 4)]).toEqual([2, 1, 4]);
});
