import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { span } from "./span";

const t = ((key: string, { count }: { count: number }) => `${count} ${key}`) as unknown as TFunction;

test.each([
  [0.2, "1 time.seconds"],
  [7_000, "117 time.minutes"],
  [7_300, "2 bulk.hours"],
  [170_000, "47 bulk.hours"],
  [173_000, "2 bulk.days"],
  [1_000_000, "12 bulk.days"],
])("%f seconds are %j", (seconds, words) => {
  expect(span(t, seconds)).toBe(words);
});
