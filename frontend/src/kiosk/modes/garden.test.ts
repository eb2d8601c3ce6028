import { expect, test } from "vitest";
import type { OriginalFace } from "../server/types";
import { TEXTS } from "../text/texts";
import { captureName, emotionOf, FAVORITES, keyOf, linesOf, listOf, nextStart, windowOf } from "./garden";

const FACE: OriginalFace = {
  id: "bfc150a5",
  ageRange: { Low: 13, High: 21 },
  smile: false,
  eyeglasses: true,
  sunglasses: false,
  gender: "Male",
  beard: false,
  mustache: false,
  eyesOpen: true,
  mouthOpen: false,
  emotions: "CALM",
  generation: "teenager",
};

test("seven pictures are shown as 1-3, 4-6, 7, and then 1-3 again", () => {
  const all = [1, 2, 3, 4, 5, 6, 7];
  const seen: (readonly number[])[] = [];
  for (let turn = 0, start = 0; turn < 4; turn += 1, start = nextStart(start, all.length)) {
    seen.push(windowOf(all, start));
  }
  expect(seen).toEqual([[1, 2, 3], [4, 5, 6], [7], [1, 2, 3]]);
});

test.each([
  [0, 0, 0],
  [0, 3, 0],
  [0, 4, 3],
  [3, 6, 0],
])("from %i of %i the next window begins at %i", (start, total, wanted) => {
  expect(nextStart(start, total)).toBe(wanted);
});

test("landscapes come before portraits", () => {
  const one = (url: string) => ({ url, emotion: "calm" });
  expect(listOf({ portrait: [one("v")], landscape: [one("h")] }).map(({ url }) => url)).toEqual(["h", "v"]);
});

test.each([
  ["http://host:1/prefix/emotions/calm/spring,sunny,day/a.jpeg", "emotions/calm/spring,sunny,day/a.jpeg"],
  ["http://host/emotions/calm/a%20b%25.jpeg", "emotions/calm/a b%.jpeg"],
])("the key of %s is %s", (url, wanted) => {
  expect(keyOf(url)).toBe(wanted);
});

test("the chooser has the 64 favorites in the original's order", () => {
  expect(FAVORITES).toHaveLength(64);
  expect(FAVORITES.slice(0, 5)).toEqual([
    "spring,cloudy,day",
    "spring,cloudy,sunset",
    "spring,cloudy,the-early-dawn",
    "spring,cloudy,the-middle-of-the-night",
    "spring,rainy,day",
  ]);
});

test("a face is told in three lines, its features in the original's order", () => {
  expect(linesOf(FACE, TEXTS.ko)).toEqual([
    "감정: 평온 (CALM)",
    "나이: 13 ~ 21 (남자)",
    "특징: 안경 눈뜨고 있음",
  ]);
});

test("what is not known of a face is said so", () => {
  const lines = linesOf(
    { ...FACE, emotions: "UNKNOWN", gender: "", eyeglasses: false, eyesOpen: false },
    TEXTS.en,
  );
  expect(lines).toEqual(["Emotion: Not sure", "Age: 13 ~ 21 (not known)", "Features: none"]);
  expect(emotionOf({ ...FACE, emotions: "UNKNOWN" })).toBeNull();
});

test("the file of a frame is named after what was seen", () => {
  const moment = new Date("2026-11-27T06:05:04Z");
  expect(captureName(FACE, moment)).toBe("capture_CALM_Male_17_20261127-060504.jpeg");
  expect(captureName(null, moment)).toBe("capture_20261127-060504.jpeg");
});
