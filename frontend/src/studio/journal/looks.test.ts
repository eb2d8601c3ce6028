import { describe, expect, test } from "vitest";
import type { Journal, Step } from "../api/journals";
import type { StepLook } from "../model/sheet";
import {
  asideSteps,
  broughtBack,
  changedLook,
  movedLook,
  placedLook,
  shownSteps,
  withoutLook,
} from "./looks";

const look = (id: string): StepLook => ({ id, opacity: 1, muted: false, feather_px: null });
const looks = [look("a"), look("b"), look("c")];
const ids = (some: readonly { readonly id: string }[]): string => some.map(({ id }) => id).join("");
const step = (id: string): Step => ({ id, opacity: 0.4, muted: true, feather_px: 3 }) as Step;
const journal = { steps: [step("a"), step("b"), step("c")], aside: [step("x")] } as unknown as Journal;

describe("the steps of a journal", () => {
  test("are moved one up or down, and stay at the ends", () => {
    expect(ids(movedLook(looks, "a", 1))).toBe("bac");
    expect(ids(movedLook(looks, "c", 1))).toBe("abc");
    expect(ids(movedLook(looks, "a", -1))).toBe("abc");
    expect(ids(placedLook(looks, "c", 0))).toBe("cab");
    expect(placedLook(looks, "z", 0)).toBe(looks);
  });

  test("are changed one at a time", () => {
    const after = changedLook(looks, "b", { opacity: 0.5 });
    expect(after.map(({ opacity }) => opacity)).toEqual([1, 0.5, 1]);
    expect(looks[1]?.opacity).toBe(1);
  });

  test("taken out are aside, and come back as they were", () => {
    const without = withoutLook(looks, "b");
    expect(ids(without)).toBe("ac");
    expect(ids(asideSteps(journal, without))).toBe("bx");
    expect(broughtBack(without, step("b")).at(-1)).toEqual({
      id: "b",
      opacity: 0.4,
      muted: false,
      feather_px: 3,
    });
  });

  test("are shown in the order of this page, those from aside too", () => {
    const arranged = [look("x"), look("a"), look("gone")];
    expect(shownSteps(journal, arranged).map((one) => one.step.id)).toEqual(["x", "a"]);
  });
});
