import { expect, test } from "vitest";
import { curateActOf, keysOf, starsOf } from "./keys";

const pressed = (key: string, changes: Partial<KeyboardEvent> = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...changes,
});

test.each([
  [pressed("k"), "keep"],
  [pressed("p"), "keep"],
  [pressed("x"), "reject"],
  [pressed("3"), "star3"],
  [pressed("z"), "undo"],
  [pressed("z", { ctrlKey: true }), "undo"],
  [pressed("z", { metaKey: true }), "undo"],
  [pressed("a", { ctrlKey: true }), "all"],
  [pressed("k", { ctrlKey: true }), null],
  [pressed(" "), "open"],
  [pressed("Enter"), "open"],
  [pressed("Escape"), "back"],
  [pressed("?", { shiftKey: true }), "legend"],
  [pressed("+", { code: "NumpadAdd" }), "toggle"],
  [pressed("-", { code: "NumpadSubtract" }), "toggle"],
  [pressed("+", { code: "Equal", shiftKey: true }), "zoomIn"],
  [pressed("-", { code: "Minus" }), "zoomOut"],
  [pressed("q"), null],
])("a key is one act", (event, act) => expect(curateActOf(event)).toBe(act));

test("a person's own key takes the place of the usual one, and over another act's", () => {
  const own = { "curate.keep": "Q", "curate.pin": "X" };
  expect(curateActOf(pressed("q"), own)).toBe("keep");
  expect(curateActOf(pressed("k"), own)).toBeNull();
  expect(curateActOf(pressed("x"), own)).toBe("pin");
  expect(keysOf("keep", own)).toEqual(["Q"]);
});

test("stars are counted by their key", () => {
  expect([starsOf("star4"), starsOf("keep")]).toEqual([4, null]);
});
