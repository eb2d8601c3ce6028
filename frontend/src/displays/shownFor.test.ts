import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { shownFor } from "./shownFor";

const t = ((key: string, { count }: { count: number }) => `${count} ${key}`) as unknown as TFunction;

test.each([
  ["en", 45, "45 time.seconds"],
  ["en", 3_590, "60 time.minutes"],
  ["en", 3_600, "1 hour"],
  ["en", 12_345_678, "3,429.4 hours"],
  ["ko", 9_000, "2.5시간"],
])("in %s %d s are %s", (language, seconds, words) => expect(shownFor(t, language, seconds)).toBe(words));
