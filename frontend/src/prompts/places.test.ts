import { expect, test } from "vitest";
import { told, USUAL_PLACES } from "./places";

test("each place is taken by its word, everywhere, and other brackets stay", () => {
  const template = "[EMOTION] [ANIMAL] in [SEASON] [WEATHER], ([TIME]:1.2), [faint] [EMOTION]";
  expect(told(template, { ...USUAL_PLACES, emotion: "sad", time: "the-early-dawn" })).toBe(
    "sad dog in spring sunny, (the early dawn:1.2), [faint] sad",
  );
});
