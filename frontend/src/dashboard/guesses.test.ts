import { expect, test } from "vitest";
import { errorOf, errorRate, standsOut } from "./guesses";

const guess = (generation: string, gender: string, confirmed: number, corrected: number) => ({
  generation,
  gender,
  confirmed,
  corrected,
});

test("the rate has Wilson's interval, which is never empty and never leaves 0 to 1", () => {
  const some = errorRate(90, 10);
  expect(some?.rate).toBe(0.1);
  expect(some?.low).toBeCloseTo(0.0552, 3);
  expect(some?.high).toBeCloseTo(0.1744, 3);
  expect(errorRate(3, 0)?.low).toBeCloseTo(0, 9);
  expect(errorRate(3, 0)?.high).toBeCloseTo(0.5615, 3);
  expect(errorRate(0, 3)?.high).toBeCloseTo(1, 9);
  expect(errorRate(0, 0)).toBeNull();
});

test("groups are added up, and one that differs by more than chance stands out", () => {
  const guesses = [
    guess("adult", "Male", 180, 20),
    guess("adult", "Female", 190, 10),
    guess("elder", "", 20, 40),
  ];
  const all = errorOf(guesses);
  const adults = errorOf(guesses, ({ generation }) => generation === "adult");
  const elders = errorOf(guesses, ({ generation }) => generation === "elder");
  expect([all?.checked, adults?.wrong, elders?.rate]).toEqual([460, 30, 2 / 3]);
  expect(errorOf(guesses, () => false)).toBeNull();
  expect(elders && all && standsOut(elders, all)).toBe(true);
  expect(adults && all && standsOut(adults, all)).toBe(true);
  expect(all && standsOut(all, all)).toBe(false);
});
