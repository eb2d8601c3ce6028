import { describe, expect, test } from "vitest";
import { aPicture } from "../../testing/samples";
import type { Journal, Step } from "../api/journals";
import { emptyPlane, fillBox } from "./plane";
import { emptySheet } from "./sheet";
import { type Action, emptyStudio, next, type Studio, sheetOf } from "./studio";

const step = (id: string, job: string, more: Partial<Step> = {}): Step => ({
  id,
  job,
  created_at: "2026-01-01T00:00:00Z",
  request: { prompt: "a tulip", negative_prompt: "", seed: 7, strength: 0.6, engine: "painter" },
  plan: { box: [0, 0, 10, 10] },
  patch: { bounds: [0, 0, 10, 10] },
  record: {},
  seam_score: 1,
  opacity: 1,
  muted: false,
  feather_px: null,
  picture: null,
  patch_url: `/api/journals/j/steps/${id}/patch`,
  ...more,
});
const journal = (...steps: Step[]): Journal => ({
  id: "j",
  picture: "p",
  title: "",
  version: steps.length + 1,
  width: 100,
  height: 80,
  steps,
  aside: [],
});
const opened = (at = journal()): Studio =>
  next(emptyStudio, {
    type: "open",
    picture: aPicture({ id: "p" }),
    journal: at,
    sheet: emptySheet,
    job: null,
    pending: [],
  });
const through = (studio: Studio, ...actions: Action[]): Studio => actions.reduce(next, studio);
const mask = fillBox(emptyPlane, { x: 0, y: 0, width: 4, height: 4 }, 255);

describe("the studio", () => {
  test("takes back every kind of act, in one history", () => {
    const studio = through(
      opened(),
      { type: "act", sheet: { mask } },
      { type: "wish", wishes: { strength: 80 } },
      { type: "act", sheet: { box: { x: 1, y: 1, width: 60, height: 60 } } },
    );
    const back = through(studio, { type: "undo" }, { type: "undo" });
    expect(sheetOf(back).box).toBeNull();
    expect(sheetOf(back).wishes.strength).toBe(60);
    expect(sheetOf(back).mask).toBe(mask);
    expect(sheetOf(through(back, { type: "undo" })).mask).toBe(emptyPlane);
    const forth = through(back, { type: "redo" }, { type: "redo" });
    expect(sheetOf(forth)).toEqual(sheetOf(studio));
  });

  test("shows layers as one likes without that being an act", () => {
    const studio = through(opened(), { type: "layer", layer: "mask", look: { visible: false } });
    expect(studio.layers.mask).toEqual({ visible: false, opacity: 50 });
    expect(studio.history.past).toHaveLength(0);
  });

  test("puts the candidates of a finished job on trial; undoing takes them away", () => {
    const done = through(
      opened(),
      { type: "send" },
      { type: "sent", job: "a" },
      { type: "finished", journal: journal(step("1", "a"), step("2", "a", { muted: true })) },
    );
    expect(done.pending).toEqual(["a"]);
    expect(done.phase.at).toBe("drawing");
    expect(sheetOf(done).steps.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(sheetOf(through(done, { type: "undo" })).steps).toEqual([]);
    expect(through(done, { type: "keep" }).pending).toEqual([]);
  });

  test("takes over what another tab did, keeping what is drawn here", () => {
    const studio = through(
      opened(),
      { type: "act", sheet: { mask } },
      { type: "journal", journal: journal(step("9", "b")) },
    );
    expect(sheetOf(studio).steps.map(({ id }) => id)).toEqual(["9"]);
    expect(sheetOf(studio).mask).toBe(mask);
    expect(sheetOf(through(studio, { type: "undo" })).mask).toBe(emptyPlane);
  });

  test("keeps what can be redone when the server answers in the middle of undoing", () => {
    const steps = (opacity: number) => [{ id: "1", opacity, muted: false, feather_px: null }];
    const acts = [0.9, 0.8, 0.7].map(
      (opacity): Action => ({ type: "act", sheet: { steps: steps(opacity) } }),
    );
    const undoing = through(opened(journal(step("1", "a"))), ...acts, { type: "undo" }, { type: "undo" });
    const answer = journal(step("1", "a", { opacity: 0.7 }));
    const answered = through(undoing, { type: "journal", journal: answer, steps: sheetOf(undoing).steps });
    expect(sheetOf(answered).steps[0]?.opacity).toBe(0.9);
    expect(sheetOf(through(answered, { type: "redo" }, { type: "redo" })).steps[0]?.opacity).toBe(0.7);
  });

  test("takes in what is seen in the picture without a step to undo", () => {
    const studio = through(opened(), {
      type: "proposed",
      extracted: [{ text: "tulip", weight: 1, on: true }],
    });
    expect(sheetOf(studio).wishes.extracted).toHaveLength(1);
    expect(studio.history.past).toHaveLength(0);
  });

  test("keeps the drawing when a job fails", () => {
    const studio = through(
      opened(),
      { type: "act", sheet: { mask } },
      { type: "send" },
      { type: "failed", problem: "no memory" },
    );
    expect(studio.problem).toBe("no memory");
    expect(sheetOf(studio).mask).toBe(mask);
  });

  test("finds its job again when it is opened in the middle of one", () => {
    const studio = next(emptyStudio, {
      type: "open",
      picture: aPicture({ id: "p" }),
      journal: journal(),
      sheet: emptySheet,
      job: "a",
      pending: ["z"],
    });
    expect(studio.phase).toEqual({ at: "painting", job: "a" });
    expect(studio.pending).toEqual(["z"]);
  });

  test("going back does not take out a step that another tab has painted", () => {
    const mine = step("mine", "own");
    const theirs = step("theirs", "other");
    const stepsOf = (studio: Studio) => sheetOf(studio).steps.map(({ id }) => id);
    const told = through(
      opened(),
      { type: "act", sheet: { mask } },
      { type: "journal", journal: journal(theirs) },
      { type: "undo" },
    );
    expect(stepsOf(told)).toEqual(["theirs"]);
    const finished = through(
      opened(),
      { type: "sent", job: "own" },
      { type: "finished", journal: journal(theirs, mine) },
    );
    expect(stepsOf(finished)).toEqual(["theirs", "mine"]);
    expect(stepsOf(through(finished, { type: "undo" }))).toEqual(["theirs"]);
  });

  test("goes on painting when something else did not work", () => {
    const studio = through(opened(), { type: "sent", job: "own" }, { type: "trouble", problem: "no" });
    expect(studio.phase).toEqual({ at: "painting", job: "own" });
    expect(studio.problem).toBe("no");
  });
});
