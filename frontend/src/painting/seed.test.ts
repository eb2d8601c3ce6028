import { expect, test } from "vitest";
import { isSeed } from "./seed";

test.each([
  ["", true],
  ["0", true],
  [" 7 ", true],
  ["4294967295", true],
  ["4294967296", false],
  ["-1", false],
  ["1.5", false],
  ["seven", false],
])("%j is a seed: %s", (typed, is) => {
  expect(isSeed(typed)).toBe(is);
});
