import { expect, test } from "vitest";
import { noSettings } from "../painting/settings";
import { defaultsOf, emptyForm, formOf, isInRange, isRight } from "./defaults";

test("what is kept fills the form again as it was", () => {
  const form = {
    settings: { ...noSettings, engine: "diffusers", sampler: "DDIM", steps: "30", guidance: "6.5" },
    strength: "70",
    count: "4",
    feather: "2.5",
    negative: "text, people",
  };
  expect(defaultsOf(form)).toEqual({
    engine: "diffusers",
    sampler: "DDIM",
    steps: 30,
    guidance_scale: 6.5,
    strength: 0.7,
    count: 4,
    feather_px: 2.5,
    negative_prompt: "text, people",
  });
  expect(formOf(defaultsOf(form))).toEqual(form);
});

test("what is left empty is the usual, and is not kept", () => {
  expect(defaultsOf({ ...emptyForm, negative: "  " })).toEqual({});
  expect(formOf({})).toEqual(emptyForm);
});

test("a strength of nothing at all is a wish, too", () => {
  expect(formOf({ strength: 0, feather_px: 0 })).toMatchObject({ strength: "0", feather: "0" });
  expect(defaultsOf({ ...emptyForm, strength: "0" })).toEqual({ strength: 0 });
});

test.each([
  ["strength", "60", true],
  ["strength", "100.5", false],
  ["strength", "-1", false],
  ["count", "16", true],
  ["count", "0", false],
  ["count", "many", false],
  ["feather", "0.5", true],
  ["feather", "513", false],
  ["feather", "", true],
] as const)("of %s %j is right: %j", (name, value, right) => {
  expect(isInRange(name, value)).toBe(right);
  expect(isRight({ ...emptyForm, [name]: value })).toBe(right);
});

test("an engine's number that is out of its range is not right either", () => {
  expect(isRight({ ...emptyForm, settings: { ...noSettings, steps: "500" } })).toBe(false);
});
