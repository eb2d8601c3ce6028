import { describe, expect, test, vi } from "vitest";
import { aPicture } from "../../testing/samples";
import type { Journal, Step } from "../api/journals";
import { emptySheet, type StepLook } from "../model/sheet";
import { newStore } from "../model/store";
import { sheetOf } from "../model/studio";
import { arranged, merged } from "./useArranged";

const look = (id: string, opacity = 1): StepLook => ({ id, opacity, muted: false, feather_px: null });
const ids = (looks: readonly StepLook[]): string => looks.map(({ id }) => id).join("");

describe("two tabs on one journal", () => {
  const before = [look("a"), look("b"), look("c")];

  test("a step that the other tab painted is not lost", () => {
    const ours = [look("b"), look("a"), look("c", 0.5)];
    const theirs = [...before, look("d")];
    const both = merged(ours, before, theirs);
    expect(ids(both)).toBe("bacd");
    expect(both[2]?.opacity).toBe(0.5);
  });

  test("a step that the other tab took out stays out", () => {
    expect(ids(merged([look("c"), look("b"), look("a")], before, [look("a"), look("c")]))).toBe("ca");
  });

  test("a step that we took out stays out", () => {
    expect(ids(merged([look("a"), look("c")], before, [...before, look("d")]))).toBe("acd");
  });

  test("a step that we brought back comes", () => {
    expect(ids(merged([...before, look("x")], before, before))).toBe("abcx");
  });
});

test("what is undone while the server answers can still be redone", async () => {
  const one = { id: "a", muted: false, feather_px: null, job: null } as unknown as Step;
  const journalOf = (version: number, opacity: number) =>
    ({ id: "j", version, steps: [{ ...one, opacity }], aside: [] }) as unknown as Journal;
  const store = newStore();
  const begun = { sheet: emptySheet, job: null, pending: [] };
  store.tell({ type: "open", picture: aPicture(), journal: journalOf(1, 1), ...begun });
  for (const opacity of [0.9, 0.8]) store.tell({ type: "act", sheet: { steps: [look("a", opacity)] } });
  vi.stubGlobal("document", { baseURI: "http://here/" });
  vi.stubGlobal("fetch", async () => {
    store.tell({ type: "undo" }); // before the answer is there
    return Response.json(journalOf(2, 0.8));
  });
  await arranged(store);
  vi.unstubAllGlobals();
  expect(sheetOf(store.get()).steps[0]?.opacity).toBe(0.9);
  store.tell({ type: "redo" });
  expect(sheetOf(store.get()).steps[0]?.opacity).toBe(0.8);
});
