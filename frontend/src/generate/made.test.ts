import { expect, test } from "vitest";
import { aJob } from "../testing/samples";
import { lastSeedOf, madeBy, promptOf, secondsOf, sizeIn } from "./made";

const done = aJob({
  state: "succeeded",
  request: { request: { prompt: "a pond", width: 768, height: 512 } },
  result: { pictures: ["p1", "p2"], seeds: [7, 8] },
  started_at: "2026-11-22T12:00:00Z",
  finished_at: "2026-11-22T12:00:45Z",
});

test("a finished job tells its pictures, seeds, words, size and time", () => {
  expect(madeBy(done)).toEqual({ pictures: ["p1", "p2"], seeds: [7, 8] });
  expect(lastSeedOf(done)).toBe(7);
  expect(promptOf(done)).toBe("a pond");
  expect(sizeIn(done)).toEqual({ width: 768, height: 512 });
  expect(secondsOf(done)).toBe(45);
});

test("one that has not begun tells nothing", () => {
  expect(madeBy(aJob())).toEqual({ pictures: [], seeds: [] });
  expect(lastSeedOf(null)).toBeNull();
  expect(sizeIn(aJob())).toBeNull();
  expect(secondsOf(aJob())).toBeNull();
});
