import { expect, test } from "vitest";
import { aJob } from "../testing/samples";
import { afterwards, joined, nothing, toggled } from "./selection";

const [a, b] = [aJob({ id: "a", state: "enqueued" }), aJob({ id: "b", state: "enqueued" })];

test("a job is chosen, and chosen again it is not", () => {
  const both = toggled(toggled(nothing, a), b);
  expect([...both.keys()]).toEqual(["a", "b"]);
  expect([...toggled(both, a).keys()]).toEqual(["b"]);
  expect([...joined(both, [a]).keys()]).toEqual(["a", "b"]);
});

test("after an order those that stay in their list stay chosen, as they stand now", () => {
  const both = joined(nothing, [a, b]);
  const after = afterwards(both, [
    { ...a, paused: true },
    { ...b, state: "cancelled" },
  ]);
  expect([...after.values()]).toEqual([{ ...a, paused: true }]);
  expect([...afterwards(after, [aJob({ id: "c" })]).keys()]).toEqual(["a"]);
});
