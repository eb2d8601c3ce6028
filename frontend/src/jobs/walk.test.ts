import { expect, test } from "vitest";
import { walked } from "./walk";

test.each([
  ["ArrowDown", 3, 4],
  ["ArrowUp", 0, 0],
  ["ArrowDown", 99, 99],
  ["PageDown", 95, 99],
  ["PageUp", 15, 5],
  ["Home", 50, 0],
  ["End", 50, 99],
  ["a", 50, null],
])("%s leads from row %i to %j of a hundred", (key, at, to) => expect(walked(key, at, 100)).toBe(to));

test("an empty list is not walked through", () => expect(walked("ArrowDown", 0, 0)).toBeNull());
