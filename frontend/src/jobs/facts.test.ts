import { beforeEach, describe, expect, test, vi } from "vitest";
import { aJob } from "../testing/samples";
import { faceOf, picturesOf, placeOf, wordsOf } from "./facts";

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://here/" }));

const generate = aJob({ id: "g", request: { request: { prompt: " a pond " } }, state: "enqueued" });
const retouch = aJob({
  id: "r",
  kind: "retouch",
  request: { prompt: "tulips", picture: "p1", journal: null },
  state: "succeeded",
  result: { candidates: [{ picture: "c1" }, { picture: "c2" }] },
});
const onJournal = aJob({ ...retouch, request: { prompt: "", picture: "p1", journal: "j1" } });
const replay = aJob({
  kind: "replay",
  request: { journal: "j1" },
  state: "succeeded",
  result: { picture: "p9", journal: "j2", same: true },
});

test("the words are those of the request, wherever its kind keeps them", () => {
  expect(wordsOf(generate)).toBe("a pond");
  expect(wordsOf(retouch)).toBe("tulips");
  expect(wordsOf(onJournal)).toBeNull();
});

test("the pictures are the results, best first", () => {
  expect(picturesOf(generate)).toEqual([]);
  expect(picturesOf(aJob({ result: { pictures: ["a", "b"], seeds: [1, 2] } }))).toEqual(["a", "b"]);
  expect(picturesOf(retouch)).toEqual(["c1", "c2"]);
  expect(picturesOf(replay)).toEqual(["p9"]);
});

describe("the face of a job", () => {
  test("is its preview while it runs, its first result later, what it is to change before", () => {
    const running = aJob({
      ...retouch,
      state: "running",
      result: null,
      preview_url: "/api/jobs/r/preview",
      step: 3,
    });
    expect(faceOf(running)).toBe("http://here/api/jobs/r/preview?step=3");
    expect(faceOf(retouch)).toBe("http://here/api/pictures/c1/thumbnail");
    expect(faceOf({ ...retouch, state: "enqueued", result: null })).toBe(
      "http://here/api/pictures/p1/thumbnail",
    );
    expect(faceOf(generate)).toBeNull();
    const frame = aJob({ kind: "frame", batch: "b1", request: { batch: "b1", frame: 7 }, state: "enqueued" });
    expect(faceOf(frame)).toBe("http://here/api/batches/b1/frames/7/thumbnail");
  });
});

test.each([
  ["generating", generate, "#/generate/g"],
  ["a retouch, at its best result", retouch, "#/retouch/c1"],
  ["a retouch on a journal", onJournal, "#/retouch/p1/j1"],
  ["a replay that made a journal", replay, "#/retouch/p9/j2"],
  ["a frame", aJob({ kind: "frame", batch: "b1" }), "#/batch/b1"],
  ["something unknown", aJob({ kind: "dream" }), null],
])("the work goes on: %s", (_, job, place) => expect(placeOf(job)).toBe(place));
