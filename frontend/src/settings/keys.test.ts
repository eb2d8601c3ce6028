import { describe, expect, test } from "vitest";
import { MOVABLE } from "../curate/keys";
import { STANDARD_KEYS, STUDIO_ACTS } from "../studio/shortcuts";
import {
  CURATION,
  curationGroups,
  grouped,
  isReserved,
  keyOf,
  STUDIO,
  swapped,
  takerOf,
  withKey,
  withoutOwn,
} from "./keys";

describe("an own key", () => {
  test("stands in for the usual one, and only what differs is kept", () => {
    const own = withKey(STUDIO, {}, "tool.brush", "J");
    expect(own).toEqual({ "tool.brush": "J" });
    expect(keyOf(STUDIO, own, "tool.brush")).toBe("J");
    expect(keyOf(STUDIO, own, "tool.eraser")).toBe(STANDARD_KEYS["tool.eraser"]);
    expect(withKey(STUDIO, own, "tool.brush", STANDARD_KEYS["tool.brush"])).toEqual({});
  });

  test("that another act has is told, whether that is its usual or its own one", () => {
    expect(takerOf(STUDIO, {}, "tool.brush", STANDARD_KEYS["tool.eraser"])).toBe("tool.eraser");
    expect(takerOf(STUDIO, { undo: "J" }, "tool.brush", "J")).toBe("undo");
    expect(takerOf(STUDIO, { "tool.eraser": "J" }, "tool.brush", STANDARD_KEYS["tool.eraser"])).toBeNull();
    expect(takerOf(STUDIO, {}, "tool.brush", STANDARD_KEYS["tool.brush"])).toBeNull();
  });

  test("can be swapped with the other act's, and swapped back", () => {
    const own = swapped(STUDIO, { undo: "J" }, "tool.brush", "undo");
    expect(keyOf(STUDIO, own, "tool.brush")).toBe("J");
    expect(keyOf(STUDIO, own, "undo")).toBe(STANDARD_KEYS["tool.brush"]);
    expect(swapped(STUDIO, own, "tool.brush", "undo")).toEqual({ undo: "J" });
  });
});

describe("a curator's own key", () => {
  test("stands in for all the usual ones of its act, and gives those free", () => {
    const own = withKey(CURATION, {}, "curate.keep", "J");
    expect(own).toEqual({ "curate.keep": "J" });
    expect(takerOf(CURATION, {}, "curate.reject", "P")).toBe("curate.keep");
    expect(takerOf(CURATION, own, "curate.reject", "P")).toBeNull();
    expect(takerOf(CURATION, own, "curate.reject", "J")).toBe("curate.keep");
  });

  test("is swapped with another act's, and the studio's keys are another keyboard", () => {
    const own = swapped(CURATION, { undo: "Q" }, "curate.keep", "curate.reject");
    expect(own).toEqual({ undo: "Q", "curate.keep": "X", "curate.reject": "K" });
    expect(withoutOwn(CURATION, own)).toEqual({ undo: "Q" });
    expect(withoutOwn(STUDIO, own)).toEqual({ "curate.keep": "X", "curate.reject": "K" });
  });

  test("can be chosen for every act that may be moved, once", () => {
    const shown = curationGroups().flatMap(([, acts]) => acts);
    expect(shown.toSorted()).toEqual(MOVABLE.toSorted());
  });
});

test("keys of the browser and those that walk through a page are not given away", () => {
  expect(["Ctrl+W", "Tab", "F5", "Escape", " "].every(isReserved)).toBe(true);
  expect(["J", "Ctrl+Z", "Shift+F", "Ctrl+Enter"].some(isReserved)).toBe(false);
});

test("the usual keys hold to the rules: none twice, none reserved, and each act is in one group", () => {
  const keys = Object.values(STANDARD_KEYS);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter(isReserved)).toEqual([]);
  expect(
    grouped()
      .flatMap(([, acts]) => acts)
      .toSorted(),
  ).toEqual(STUDIO_ACTS.toSorted());
});
