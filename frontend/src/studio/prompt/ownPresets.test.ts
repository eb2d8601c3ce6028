import { expect, test } from "vitest";
import { presetsOf, withoutPreset, withPreset } from "./ownPresets";

test.each([
  [{}, [], []],
  [{ presets: null }, [], []],
  [{ presets: { positive: ["a", 3, " "], negative: "b" } }, ["a"], []],
  [{ presets: { positive: ["a"], negative: ["b", "(c:1.2)"] } }, ["a"], ["b", "(c:1.2)"]],
])("%j holds %j for and %j against", (choices, positive, negative) => {
  expect(presetsOf(choices)).toEqual({ positive, negative });
});

test("a preset is kept once, and let go", () => {
  const none = presetsOf({});
  const one = withPreset(none, "negative", "(a:1.2),b");
  expect(one).toEqual({ positive: [], negative: ["(a:1.2),b"] });
  expect(withPreset(one, "negative", "(a:1.2),b")).toBe(one);
  expect(withPreset(one, "positive", "")).toBe(one);
  expect(withoutPreset(one, "negative", "(a:1.2),b")).toEqual(none);
  expect(withoutPreset(one, "positive", "(a:1.2),b")).toEqual(one);
});
