import { expect, test } from "vitest";
import { mayChoose, withMore, wordsIn } from "./choices";

test.each([
  ["a garden", false],
  ["(rose:1.2), <lora:a:1>", false],
  ["{emphasis}", false],
  ["a_b __ c", false],
  ["\\{a|b\\}", false],
  ["{a|b}", true],
  ["a {|b} c", true],
  ["__flower__", true],
  ["__꽃__", true],
  ["__my-list_2__", true],
])("%j may hold a choice: %j", (prompt, may) => {
  expect(mayChoose(prompt)).toBe(may);
});

test("words are one a line, once each", () => {
  expect(wordsIn(" rose \n\nlily\r\nrose\n")).toEqual(["rose", "lily"]);
});

test.each([
  ["", "__flower__"],
  ["a garden", "a garden, __flower__"],
  ["a garden, ", "a garden, __flower__"],
])("a list is added to %j", (before, after) => {
  expect(withMore(before, "__flower__")).toBe(after);
});
