import { expect, test } from "vitest";
import { idleAt } from "./idle";

test.each([
  [0, 60, { left_s: 60, isWarned: false, isOver: false }],
  [44_000, 60, { left_s: 16, isWarned: false, isOver: false }],
  [45_000, 60, { left_s: 15, isWarned: true, isOver: false }],
  [59_500, 60, { left_s: 1, isWarned: true, isOver: false }],
  [60_000, 60, { left_s: 0, isWarned: true, isOver: true }],
  [4_000, 10, { left_s: 6, isWarned: false, isOver: false }],
  [5_000, 10, { left_s: 5, isWarned: true, isOver: false }],
])("%i ms after the last touch, of %i s", (passed_ms, idle_s, wanted) => {
  expect(idleAt(1000 + passed_ms, 1000, idle_s)).toEqual(wanted);
});

test("a clock that is set back does not end a visit", () => {
  expect(idleAt(0, 90_000, 60).isOver).toBe(false);
});
