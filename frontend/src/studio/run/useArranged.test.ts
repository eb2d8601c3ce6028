import { describe, expect, test } from "vitest";
import type { StepLook } from "../model/sheet";
import { merged } from "./useArranged";

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
