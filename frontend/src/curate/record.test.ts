import { expect, test } from "vitest";
import type { PoolDetails } from "../api/pool";
import { aPoolPicture } from "../testing/garden";
import { likeThis, promptOf, seedOf, shaOf } from "./record";

const withRecord = (record: PoolDetails["record"]): PoolDetails => ({
  ...aPoolPicture(),
  record,
  verdicts: [],
  relatives: [],
  children: [],
});

test("words and numbers are found wherever the record has them", () => {
  const details = withRecord({ seed: 7, checkpoint_sha256: "ab", request: { prompt: "happy, flowers" } });
  expect([promptOf(details), seedOf(details), shaOf(details)]).toEqual(["happy, flowers", "7", "ab"]);
});

test("a file from outside has no record, and nothing is said of it", () => {
  const details = withRecord({});
  expect([promptOf(details), seedOf(details), shaOf(details)]).toEqual([null, null, null]);
});

test("more like it are asked for with its cell and its words", () => {
  const picture = aPoolPicture({ emotion: "calm", favorite: "" });
  const details = withRecord({ prompt: "lotus & pond" });
  expect(likeThis(picture, details)).toBe("#/bulk?emotion=calm&prompt=lotus+%26+pond");
  expect(likeThis(aPoolPicture(), null)).toBe("#/bulk?emotion=happy&favorite=spring%2Csunny%2Cday");
});
