import { expect, test } from "vitest";
import { MOST_RECENT, recentIn, withNewest } from "./useRecent";

test("the newest comes first, each once, ten at most", () => {
  expect(withNewest(["a", "b"], "b")).toEqual(["b", "a"]);
  const many = Array.from({ length: MOST_RECENT }, (_, index) => `j${index}`);
  expect(withNewest(many, "new")).toEqual(["new", ...many.slice(0, -1)]);
});

test.each([
  [null, []],
  ["", []],
  ["{", []],
  ["5", []],
  ['["a", 5, "b"]', ["a", "b"]],
])("what is kept as %j is read as %j", (kept, ids) => {
  expect(recentIn(kept)).toEqual(ids);
});
