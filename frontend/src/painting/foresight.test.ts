// @vitest-environment jsdom
import i18next from "i18next";
import { beforeEach, expect, test } from "vitest";
import { speak } from "../text/i18n";
import { beside, foreseen, notesOf } from "./foresight";

beforeEach(() => speak("en"));

test.each([
  [{ eta_s: 12.3, fit: "fits", passes: [[768, 512]] }, ["about 12 s", "fits"]],
  [{ eta_s: null, fit: "tiled", passes: [[2048, 2048]] }, ["time not known yet", "will be painted in tiles"]],
  [{ eta_s: 240, fit: "reduced", passes: [] }, ["about 4 min", "will be reduced"]],
  [
    {
      eta_s: 1,
      fit: "unknown",
      passes: [
        [768, 512],
        [1536, 1024],
      ],
    },
    ["about 1 s", "composed at 768 × 512 first"],
  ],
] as const)("%j", (forecast, words) => {
  const passes = forecast.passes.map(([width, height]): [number, number] => [width, height]);
  expect(foreseen(i18next.t, { ...forecast, passes })).toEqual(words);
});

test("the passes are not told a second time in English", () => {
  const notices = ["composed at 792x496, refined at 1280x800", "memory is short for this size"];
  expect(notesOf({ notices })).toEqual(["memory is short for this size"]);
});

test("beside a size stand its time and what is not ordinary", () => {
  expect(beside(i18next.t, { allowed: true, fit: "fits", eta_s: 12 })).toBe("12 s");
  expect(beside(i18next.t, { allowed: true, fit: "tiled", eta_s: 60 })).toBe(
    "60 s, will be painted in tiles",
  );
  expect(beside(i18next.t, { allowed: true, fit: "unknown", eta_s: null })).toBe("");
  expect(beside(i18next.t, { allowed: false, fit: "unknown", eta_s: 3 })).toBe("not possible");
});

test("in the reader's language", async () => {
  await speak("ko");
  expect(foreseen(i18next.t, { eta_s: 12, fit: "fits", passes: [] })).toEqual(["약 12초", "한 번에 그림"]);
});
