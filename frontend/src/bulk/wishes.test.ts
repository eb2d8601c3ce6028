import { expect, test } from "vitest";
import type { Template } from "../api/prompts";
import {
  firstWishes,
  keyOf,
  productsOf,
  rowsOf,
  textsOf,
  toggled,
  type Wishes,
  wishLack,
  wordsOf,
} from "./wishes";

const OWN: Template[] = [
  { id: "happy-1", emotion: "happy", text: "a [ANIMAL]" },
  { id: "happy-2", emotion: "happy", text: "b [ANIMAL]" },
  { id: "sad-1", emotion: "sad", text: "c [ANIMAL]" },
];
const wishes = (changes: Partial<Wishes> = {}): Wishes => ({ ...firstWishes, ...changes });
const two = wishes({
  ticked: { animals: ["dog", "cat"], weathers: ["sunny", "snowy"], seasons: ["spring"], times: ["day"] },
  typed: { ...firstWishes.typed, seasons: " monsoon , spring,, ", times: "noon" },
});

test("it begins as the original ticks it: one happy dog on a sunny day in spring", () => {
  expect(rowsOf(firstWishes)).toBe(1);
  expect(wishLack(firstWishes, OWN)).toBeNull();
});

test("a word is ticked and taken away in the order of the choosers", () => {
  const order = ["spring", "summer", "winter"];
  expect(toggled(["winter"], "spring", order)).toEqual(["spring", "winter"]);
  expect(toggled(["spring", "winter"], "spring", order)).toEqual(["winter"]);
});

test("words that are typed are added once each", () => {
  expect(wordsOf(two, "seasons")).toEqual(["spring", "monsoon"]);
  expect(rowsOf(two)).toBe(2 * 2 * 2 * 2);
});

test("each emotion is asked with its own sentences, changed ones in their place", () => {
  const wished = { ...two, emotions: ["sad", "happy"] as const, templates: { sad: ["mine", " "] } };
  const [happy, sad] = productsOf(wished, OWN);
  expect(happy).toMatchObject({
    emotions: ["happy"],
    animals: ["dog", "cat"],
    templates: ["a [ANIMAL]", "b [ANIMAL]"],
  });
  expect(sad).toMatchObject({ emotions: ["sad"], templates: ["mine"] });
  expect(textsOf(wished, OWN, "sad")).toEqual(["mine", " "]);
});

test.each([
  [{ emotions: [] }, "emotions"],
  [{ ticked: { ...firstWishes.ticked, times: [] } }, "words"],
  [{ ticked: { ...firstWishes.ticked, times: [] }, typed: { ...firstWishes.typed, times: "noon" } }, null],
  [{ templates: { happy: [" "] } }, "templates"],
  [
    {
      typed: {
        animals: Array.from({ length: 100 }, (_, index) => `a${index}`).join(),
        weathers: Array.from({ length: 50 }, (_, index) => `w${index}`).join(),
        seasons: "",
        times: "",
      },
    },
    "tooMany",
  ],
] as [Partial<Wishes>, string | null][])("with %j is lacking %j", (changes, lack) => {
  expect(wishLack(wishes(changes), OWN)).toBe(lack);
});

test("a row's key tells it from every other", () => {
  const row = {
    emotion: "sad",
    animal: "dog",
    season: "s",
    weather: "w",
    time: "t",
    favorite: "s,w,t",
    prompt: "p",
  };
  expect(keyOf(row)).toBe("sad/dog/w/s/t");
});
