import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { atMost } from "./atMost";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first is done at once, many within a while are one more, and the last is never lost", () => {
  const act = vi.fn();
  const rarely = atMost(act, 1_000);
  for (let time = 0; time < 50; time += 1) rarely();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5_000);
  expect(act).toHaveBeenCalledTimes(2);
  rarely();
  expect(act).toHaveBeenCalledTimes(3);
});

test("after its end nothing is done that was still waiting", () => {
  const act = vi.fn();
  const rarely = atMost(act, 1_000);
  rarely();
  rarely();
  rarely.end();
  vi.advanceTimersByTime(5_000);
  expect(act).toHaveBeenCalledTimes(1);
});
