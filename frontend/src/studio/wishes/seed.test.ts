import { expect, test } from "vitest";
import type { Journal, Step } from "../api/journals";
import { lastSeedOf } from "./lastSeed";

const step = (created_at: string, seed: number): Step =>
  ({ created_at, request: { seed } }) as unknown as Step;
const journal = (...steps: Step[]): Journal => ({ steps }) as unknown as Journal;

test("the seed to take again is that of the newest step, wherever it lies in the order", () => {
  expect(lastSeedOf({ journal: null })).toBeNull();
  expect(lastSeedOf({ journal: journal() })).toBeNull();
  expect(
    lastSeedOf({ journal: journal(step("2026-11-22T12:01:00Z", 9), step("2026-11-22T12:00:00Z", 3)) }),
  ).toBe(9);
  expect(
    lastSeedOf({ journal: journal(step("2026-11-22T12:00:00Z", 0), step("2026-11-21T12:00:00Z", 3)) }),
  ).toBe(0);
});
