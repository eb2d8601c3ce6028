import { describe, expect, test } from "vitest";
import type { ProductRow } from "../api/prompts";
import { noSettings } from "../painting/settings";
import {
  cellsOf,
  type Draft,
  emptyDraft,
  FAVORITES,
  felt,
  lackOf,
  linked,
  requestOf,
  totalOf,
  without,
} from "./draft";

const draft = (changes: Partial<Draft> = {}): Draft => ({ ...emptyDraft, ...changes });
const row = (changes: Partial<ProductRow> = {}): ProductRow => ({
  emotion: "sad",
  animal: "dog",
  season: "spring",
  weather: "sunny",
  time: "day",
  favorite: "spring,sunny,day",
  prompt: "a sad dog",
  ...changes,
});

test("a run begins as the original's: 10 repeats of a happy garden in both orientations, the favorite left out", () => {
  expect(requestOf(draft())).toEqual({
    cells: [{ emotion: "happy", emotion_text: "happy" }],
    others:
      "flowers, fantasy, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art",
    favorite_in_prompt: false,
    repeats: 10,
    orientations: [
      { orientation: "h", width: 1280, height: 800 },
      { orientation: "v", width: 800, height: 1280 },
    ],
  });
  expect(totalOf(draft())).toBe(20);
});

test("the emotion's word follows the emotion, and can be another", () => {
  expect(felt(draft({ emotionText: "merry" }), "sad")).toMatchObject({ emotion: "sad", emotionText: "sad" });
  expect(cellsOf({ ...felt(draft(), "sad"), emotionText: " blue " })[0]).toEqual({
    emotion: "sad",
    emotion_text: "blue",
  });
});

test("a whole prompt takes the place of the parts", () => {
  expect(cellsOf(draft({ prompt: " a pond ", favorite: "autumn,rainy,day" }))).toEqual([
    { emotion: "happy", favorite: "autumn,rainy,day", prompt: "a pond" },
  ]);
});

test("the rows of the generator become cells, each 16 times, and can be taken out", () => {
  const rows = [row(), row({ animal: "cat", prompt: "a sad cat" })];
  const wished = draft({ way: "generator", rows });
  expect(totalOf(wished)).toBe(2 * 16 * 2);
  expect(requestOf(wished)?.cells[1]).toEqual({
    emotion: "sad",
    favorite: "spring,sunny,day",
    prompt: "a sad cat",
  });
  expect(without(wished, rows[0] as ProductRow).rows).toEqual([rows[1]]);
});

test("the whole catalogue is 16,384 pictures whose favorite is heard", () => {
  const wished = draft({ way: "catalogue" });
  expect(totalOf(wished)).toBe(16_384);
  expect(requestOf(wished)).toMatchObject({ repeats: 16, favorite_in_prompt: true });
  expect(cellsOf(wished)[0]).toEqual({ emotion: "happy", favorite: "spring,cloudy,day" });
  expect(FAVORITES).toHaveLength(64);
});

describe("what is lacking", () => {
  test.each([
    [{}, null],
    [{ repeats: { ...emptyDraft.repeats, simple: "0" } }, "repeats"],
    [{ repeats: { ...emptyDraft.repeats, simple: "1001" } }, "repeats"],
    [{ repeats: { ...emptyDraft.repeats, catalogue: "x" } }, null],
    [
      {
        shapes: { h: { ...emptyDraft.shapes.h, on: false }, v: { ...emptyDraft.shapes.v, on: false } },
      },
      "shapes",
    ],
    [{ shapes: { ...emptyDraft.shapes, v: { on: true, width: "8", height: "800" } } }, "sides"],
    [{ shapes: { ...emptyDraft.shapes, v: { on: false, width: "8", height: "800" } } }, null],
    [{ seed: "-1" }, "seed"],
    [{ settings: { ...noSettings, steps: "0" } }, "settings"],
    [{ way: "generator" }, "rows"],
    [{ emotionText: " ", others: " , " }, "words"],
    [{ emotionText: "", others: "", favorite: "summer" }, "words"],
    [{ emotionText: "", others: "", favorite: "summer", favoriteInPrompt: true }, null],
    [{ emotionText: "", others: "", prompt: "a pond" }, null],
    [{ favorite: "a/b" }, "favorite"],
  ] as [Partial<Draft>, string | null][])("with %j is %j", (changes, lack) => {
    expect(lackOf(draft(changes))).toBe(lack);
    expect(requestOf(draft(changes)) === null).toBe(lack !== null);
  });
});

describe("a link", () => {
  test("fills in what it names, as a simple run", () => {
    const wished = linked(
      draft({ way: "catalogue" }),
      "emotion=fear&favorite=winter%2Csnowy%2Cday&prompt=a%20maze",
    );
    expect(wished).toMatchObject({
      way: "simple",
      emotion: "fear",
      emotionText: "fear",
      favorite: "winter,snowy,day",
      prompt: "a maze",
    });
  });

  test("leaves the form as it is where it names nothing that is known", () => {
    const before = draft({ others: "my own" });
    expect(linked(before, "")).toBe(before);
    expect(linked(before, "emotion=bored")).toBe(before);
  });
});

test("a title and publishing are sent only where they are wished", () => {
  expect(requestOf(emptyDraft)).not.toHaveProperty("title");
  expect(requestOf(emptyDraft)).not.toHaveProperty("publish");
  expect(requestOf({ ...emptyDraft, title: " Spring ", publish: true })).toMatchObject({
    title: "Spring",
    publish: true,
  });
});
