import { expect, test } from "vitest";
import { hoursText } from "./settings";

test.each([
  [[0, 1, 2, 3, 4, 5, 6], "Mon–Sun, 10:00–18:00"],
  [[4, 0, 1, 2], "Mon–Wed, Fri, 10:00–18:00"],
  [[5, 6], "Sat, Sun, 10:00–18:00"],
  [[3], "Thu, 10:00–18:00"],
])("the days %j are told as %s", (days, text) => {
  expect(hoursText("en", { days, start: "10:00:00", to: "18:00" })).toBe(text);
});
