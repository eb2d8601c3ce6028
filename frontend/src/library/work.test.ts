import { expect, test } from "vitest";
import { aJob } from "../testing/samples";
import { leftOf, ratioOf, shareDone } from "./work";

test.each([
  [aJob({ step: 0, steps: 0 }), 0],
  [aJob({ step: 2, steps: 8 }), 0.25],
  [aJob({ step: 9, steps: 8 }), 1],
  [aJob({ state: "succeeded", step: 0, steps: 0 }), 1],
])("a job's share done", (job, share) => {
  expect(shareDone(job)).toBe(share);
});

test("what is left counts those that wait", () => {
  const half = aJob({ step: 4, steps: 8, eta_s: 2 });
  expect(leftOf([half], 0)).toBe(2);
  expect(leftOf([half], 3)).toBe(2 + 3 * 4);
  expect(leftOf([half, half], 3)).toBe(2 + (3 * 4) / 2);
});

test("nothing is said while nobody knows", () => {
  expect(leftOf([], 5)).toBeNull();
  expect(leftOf([aJob({ eta_s: null })], 5)).toBeNull();
});

test("a picture's frame has its shape before it is painted", () => {
  expect(ratioOf(aJob({ request: { request: { width: 512, height: 768 } } }))).toBeCloseTo(2 / 3);
  expect(ratioOf(aJob({ request: { picture: "p1" } }))).toBe(1.5);
});
