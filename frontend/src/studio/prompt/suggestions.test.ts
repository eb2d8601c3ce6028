import { describe, expect, test } from "vitest";
import type { Token } from "../model/sheet";
import { NEGATIVE, POSITIVE } from "./presets";
import { type Sources, scriptOf, suggested } from "./suggestions";
import japanese from "./words.ja.json";
import korean from "./words.ko.json";

const nothing: Sources = { presets: [], own: [], loras: [], embeddings: [], dictionary: {}, tags: [] };
const words = (...texts: string[]): Token[] => texts.map((text) => ({ text, weight: 1, on: true }));

const offer = (typed: string, sources: Partial<Sources>, tokens: readonly Token[] = []) =>
  Object.fromEntries(
    suggested(typed, tokens, { ...nothing, ...sources }).map(({ name, options }) => [
      name,
      options.map(({ label }) => label),
    ]),
  );

test("before anything is typed, the presets are offered in their groups, without those in use", () => {
  const groups = offer("", { presets: POSITIVE }, words("Masterpiece", "indoors"));
  expect(groups.quality).not.toContain("masterpiece");
  expect(groups.place).toEqual(["outdoors"]);
  expect(Object.keys(groups)).toEqual(["quality", "camera", "light", "place", "face", "person"]);
});

test("what is typed is sought within the words, whatever its case, and empty groups are left out", () => {
  expect(offer("LIGHT", { presets: POSITIVE })).toEqual({
    light: ["fire ambient light", "soft lighting", "back lighting"],
    face: ["light smile"],
  });
  expect(offer("bad_han", { presets: NEGATIVE })).toEqual({});
  expect(offer("hands", { presets: NEGATIVE })).toEqual({ embedding: ["bad-hands-5"] });
});

test("a word that stands in two groups is offered once, in the first", () => {
  const tags = [{ name: "soft_lighting", kind: "general", count: 5, alias: null }];
  expect(offer("soft", { presets: POSITIVE, tags })).toEqual({ tag: ["soft_lighting"] });
});

describe("a LoRA", () => {
  test("becomes a tag with its usual weight, and is found by its name and as a tag", () => {
    const [group] = suggested("ink", [], { ...nothing, loras: ["ink", "gold"] });
    expect(group?.options).toEqual([
      { label: "ink", note: "LoRA", tokens: [{ text: "<lora:ink>", weight: 0.8, on: true }] },
    ]);
    expect(offer("<lora", { loras: ["ink", "gold"] })).toEqual({ lora: ["ink", "gold"] });
  });

  test("that is on already is not offered", () => {
    expect(offer("", { loras: ["ink"] }, words("<lora:ink>"))).toEqual({});
  });
});

test("an own preset may hold several words, and is offered until all are there", () => {
  const own = ["(a:1.2),b"];
  const [group] = suggested("", words("a"), { ...nothing, own });
  expect(group?.options[0]?.tokens.map(({ text }) => text)).toEqual(["a", "b"]);
  expect(offer("", { own }, words("a", "b"))).toEqual({});
});

describe("Korean and Japanese words", () => {
  const dictionary = { 꽃병: "vase", 꽃: "flower", 벚꽃: "cherry blossoms" };

  test("suggest English ones, what is nearest first, beside the word that was found", () => {
    const [group] = suggested("꽃", [], { ...nothing, dictionary });
    expect(group?.options.map(({ label, note }) => [label, note])).toEqual([
      ["flower", "꽃"],
      ["vase", "꽃병"],
      ["cherry blossoms", "벚꽃"],
    ]);
  });

  test("are found in letters that were typed in parts", () => {
    expect(offer("꽃".normalize("NFD"), { dictionary }).word?.[0]).toBe("flower");
  });

  test("are not offered where nothing is typed", () => {
    expect(offer("", { dictionary })).toEqual({});
  });

  test.each([
    ["꽃", "ko"],
    ["ㄲ", "ko"],
    ["花", "ja"],
    ["はな", "ja"],
    ["カメラ", "ja"],
    ["flower", null],
    ["", null],
  ])("%s is sought in: %s", (typed, script) => {
    expect(scriptOf(typed)).toBe(script);
  });

  test.each([
    ["ko", korean],
    ["ja", japanese],
  ])("the dictionary of %s has hundreds of words, each leading to a plain English one", (script, entries) => {
    expect(Object.keys(entries).length).toBeGreaterThan(300);
    for (const [own, english] of Object.entries(entries)) {
      expect([own, english]).toEqual([
        own.normalize("NFC").toLowerCase(),
        expect.stringMatching(/^[a-z0-9 ()-]+$/),
      ]);
      expect([own, scriptOf(own)]).toEqual([own, script]);
    }
  });

  test("the commonest are there", () => {
    expect([korean.꽃, korean.정원, japanese.花, japanese.庭]).toEqual([
      "flower",
      "garden",
      "flower",
      "garden",
    ]);
  });
});
