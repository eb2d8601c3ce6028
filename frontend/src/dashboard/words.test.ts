import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { aStatistic } from "../testing/visitors";
import { nameOfWord, pairOf, sharesOf } from "./words";

const t = ((key: string) => key.split(".").at(-1)) as unknown as TFunction;

const STATISTICS = aStatistic({
  counts: { emotion: { happy: 3, sad: 1 } },
  pairs: { "emotion/season": { happy: { spring: 2, winter: 1 } }, "emotion/hour": { happy: { "9": 3 } } },
});

test("two kinds of words are counted whichever of them the server names first", () => {
  const grid = pairOf(t, STATISTICS, "emotion", "season");
  expect([grid.columns.map(({ key }) => key), grid.values]).toEqual([["spring", "winter"], [[2, 1]]]);
  const turned = pairOf(t, STATISTICS, "season", "emotion");
  expect([turned.rows.map(({ key }) => key), turned.values]).toEqual([
    ["spring", "winter"],
    [[2], [1]],
  ]);
});

test("a day is shown whole, but not where nobody came", () => {
  expect(pairOf(t, STATISTICS, "emotion", "hour").columns).toHaveLength(24);
  expect(pairOf(t, STATISTICS, "generation", "hour").columns).toEqual([]);
});

test("words that nobody chose are left out of the shares", () => {
  expect(sharesOf(t, STATISTICS, "emotion").map(({ label, count }) => [label, count])).toEqual([
    ["happy", 3],
    ["sad", 1],
  ]);
  expect(sharesOf(t, STATISTICS, "season")).toEqual([]);
});

test("a word after its kind has its name, and one that is not known stays as it came", () => {
  const named = ((key: string) => `<${key}>`) as unknown as TFunction;
  expect(nameOfWord(named, "time:the-early-dawn")).toBe("<garden.time.the-early-dawn>");
  expect(nameOfWord(named, "gender:Female")).toBe("<visitor.gender.Female>");
  expect([nameOfWord(named, "time:noon"), nameOfWord(named, "mood:calm"), nameOfWord(named, "calm")]).toEqual(
    ["noon", "calm", "calm"],
  );
});
