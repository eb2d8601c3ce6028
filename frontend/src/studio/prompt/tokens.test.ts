import { describe, expect, test } from "vitest";
import { firstWishes, type Token } from "../model/sheet";
import { COMMON_WISHES, isWished, wishedFor } from "./commonWishes";
import { estimated } from "./count";
import { extractedFrom, movedToPrompt } from "./extracted";
import { tokensOf } from "./serialise";
import { added, isTag, moved, presetOf, removed, switched, weighed, without } from "./tokens";

const words = (...texts: string[]): Token[] => texts.map((text) => ({ text, weight: 1, on: true }));
const textsOf = (tokens: readonly Token[]) => tokens.map(({ text }) => text);

describe("a list of tokens", () => {
  const list = words("a", "b", "c");

  test("takes in a new word at its end, and none twice, whatever its case", () => {
    expect(textsOf(added(list, words("d", "B", "d", " ")))).toEqual(["a", "b", "c", "d"]);
    expect(added(list, words("A"))).toBe(list);
  });

  test("changes the weight of one, and turns one off and on", () => {
    expect(weighed(list, 1, 1).map(({ weight }) => weight)).toEqual([1, 1.2, 1]);
    expect(switched(list, 2).map(({ on }) => on)).toEqual([true, true, false]);
    expect(switched(switched(list, 2), 2)).toEqual(list);
  });

  test("lets one go, or all of some others", () => {
    expect(textsOf(removed(list, 0))).toEqual(["b", "c"]);
    expect(textsOf(removed(list, 7))).toEqual(["a", "b", "c"]);
    expect(textsOf(without(list, words("C", "x")))).toEqual(["a", "b"]);
  });

  test.each([
    [0, 2, ["b", "c", "a"]],
    [2, 0, ["c", "a", "b"]],
    [1, 9, ["a", "c", "b"]],
    [1, -9, ["b", "a", "c"]],
    [1, 1, ["a", "b", "c"]],
    [5, 0, ["a", "b", "c"]],
  ])("from place %i to %i", (from, to, expected) => {
    expect(textsOf(moved(list, from, to))).toEqual(expected);
  });

  test("keeps a token as a preset with its weight, though it is off", () => {
    expect(presetOf({ text: "a", weight: 1.4, on: false })).toBe("(a:1.4)");
  });

  test.each([
    ["<lora:x>", true],
    ["<lora:x:1>", true],
    ["lora", false],
    ["<3", false],
  ])("%s is a tag: %s", (text, is) => {
    expect(isTag({ text })).toBe(is);
  });
});

describe("what a picture proposes", () => {
  const tags = [
    { name: "sky", confidence: 0.4 },
    { name: "tree", confidence: 0.9 },
    { name: "Grass", confidence: 0.6 },
  ];

  test("is what a tagger sees, surest first", () => {
    const seen = { source: "imagenet", prompt: null, negative_prompt: null, tags };
    expect(extractedFrom(seen)).toEqual(words("tree", "Grass", "sky"));
  });

  test("is the file's own prompt first, with its weights, and no word twice", () => {
    const seen = { source: "metadata", prompt: "(grass:1.2), <lora:ink:0.8>", negative_prompt: "x", tags };
    expect(textsOf(extractedFrom(seen))).toEqual(["grass", "<lora:ink>", "tree", "sky"]);
    expect(extractedFrom(seen)[0]?.weight).toBe(1.2);
  });

  test("moves to the own prompt in its order, without doubles, and is gone from where it was", () => {
    const wishes = { ...firstWishes, prompt: words("a", "B"), extracted: words("c", "b", "d") };
    expect(movedToPrompt(wishes)).toEqual({ prompt: words("a", "B", "c", "d"), extracted: [] });
  });
});

describe("common wishes", () => {
  test.each(COMMON_WISHES)("$name adds its words and takes them away again", (wish) => {
    const before = { ...firstWishes, negative: [] };
    const after = { ...before, ...wishedFor(before, wish) };
    expect(isWished(before, wish)).toBe(false);
    expect(isWished(after, wish)).toBe(true);
    expect(wishedFor(after, wish)).toEqual({ prompt: before.prompt, negative: before.negative });
  });

  test("set a strength only when they are put on", () => {
    const [remove] = COMMON_WISHES;
    expect(wishedFor(firstWishes, remove).strength).toBe(85);
    const on = { ...firstWishes, ...wishedFor(firstWishes, remove) };
    expect(wishedFor(on, remove)).not.toHaveProperty("strength");
  });

  test("have names and words of their own", () => {
    expect(new Set(COMMON_WISHES.map(({ name }) => name)).size).toBe(COMMON_WISHES.length);
    for (const { prompt } of COMMON_WISHES) expect(tokensOf(prompt).length).toBeGreaterThan(0);
  });
});

test.each([
  ["", 0, 1],
  ["a red tulip", 3, 1],
  ["masterpiece", 2, 1],
  ["tulip, <lora:a-very-long-name:0.8>", 2, 1],
  ["꽃", 2, 1],
  [Array.from({ length: 80 }, () => "a").join(" "), 80, 2],
])("%j is estimated at %i tokens in %i chunk", (prompt, tokens, chunks) => {
  expect(estimated(prompt)).toEqual({ tokens, limit: 75, chunks, exact: false });
});
