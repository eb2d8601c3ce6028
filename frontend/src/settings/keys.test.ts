import { describe, expect, test } from "vitest";
import { STANDARD_KEYS, STUDIO_ACTS } from "../studio/shortcuts";
import { grouped, isReserved, keyOf, swapped, takerOf, withKey } from "./keys";

describe("an own key", () => {
  test("stands in for the usual one, and only what differs is kept", () => {
    const own = withKey({}, "tool.brush", "J");
    expect(own).toEqual({ "tool.brush": "J" });
    expect(keyOf(own, "tool.brush")).toBe("J");
    expect(keyOf(own, "tool.eraser")).toBe(STANDARD_KEYS["tool.eraser"]);
    expect(withKey(own, "tool.brush", STANDARD_KEYS["tool.brush"])).toEqual({});
  });

  test("that another act has is told, whether that is its usual or its own one", () => {
    expect(takerOf({}, "tool.brush", STANDARD_KEYS["tool.eraser"])).toBe("tool.eraser");
    expect(takerOf({ undo: "J" }, "tool.brush", "J")).toBe("undo");
    expect(takerOf({ "tool.eraser": "J" }, "tool.brush", STANDARD_KEYS["tool.eraser"])).toBeNull();
    expect(takerOf({}, "tool.brush", STANDARD_KEYS["tool.brush"])).toBeNull();
  });

  test("can be swapped with the other act's, and swapped back", () => {
    const own = swapped({ undo: "J" }, "tool.brush", "undo");
    expect(keyOf(own, "tool.brush")).toBe("J");
    expect(keyOf(own, "undo")).toBe(STANDARD_KEYS["tool.brush"]);
    expect(swapped(own, "tool.brush", "undo")).toEqual({ undo: "J" });
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
