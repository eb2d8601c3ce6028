import { describe, expect, test } from "vitest";
import { aPicture } from "../../testing/samples";
import type { Journal, Step } from "../api/journals";
import { emptySheet } from "../model/sheet";
import { newStore } from "../model/store";
import { emptyStudio, sheetOf } from "../model/studio";
import { candidatesOf, choose, keep, nextCandidate, shownCandidate } from "./candidates";

const step = (id: string, job: string, seam_score: number, muted: boolean) =>
  ({ id, job, seam_score, muted, opacity: 1, feather_px: null }) as Step;
const steps = [
  step("kept", "old", 9, false),
  step("a", "one", 2, false),
  step("b", "one", 3, true),
  step("c", "two", 1, true),
];
const journal = { id: "j", steps, aside: [] } as unknown as Journal;

function store() {
  const made = newStore(emptyStudio);
  const sheet = emptySheet;
  made.tell({
    type: "open",
    picture: aPicture({ id: "p" }),
    journal,
    sheet,
    job: null,
    pending: ["one", "two"],
  });
  return made;
}
const shown = (made: ReturnType<typeof store>) =>
  sheetOf(made.get())
    .steps.filter(({ muted }) => !muted)
    .map(({ id }) => id);

describe("the candidates", () => {
  test("are those of all runs on trial, best seam first", () => {
    expect(candidatesOf(store().get()).map(({ id }) => id)).toEqual(["c", "a", "b"]);
  });

  test("are shown one at a time, over the steps that were kept", () => {
    const made = store();
    choose(made, "c");
    expect(shown(made)).toEqual(["kept", "c"]);
    choose(made, null);
    expect(shown(made)).toEqual(["kept"]);
  });

  test("are walked through in a circle", () => {
    const made = store();
    nextCandidate(made, 1);
    expect(shown(made)).toEqual(["kept", "b"]);
    nextCandidate(made, 1);
    expect(shown(made)).toEqual(["kept", "c"]);
    nextCandidate(made, -1);
    expect(shownCandidate(candidatesOf(made.get()), sheetOf(made.get()).steps)?.id).toBe("b");
  });

  test("that are not kept are put aside, which can be undone", () => {
    const made = store();
    choose(made, "c");
    keep(made);
    expect(sheetOf(made.get()).steps.map(({ id }) => id)).toEqual(["kept", "c"]);
    expect(candidatesOf(made.get())).toEqual([]);
    made.tell({ type: "undo" });
    expect(sheetOf(made.get()).steps).toHaveLength(4);
  });
});
