import { expect, test } from "vitest";
import { wishOf } from "./shortcuts";

const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

test.each([
  [key("b"), { type: "take", tool: "brush" }],
  [key("E"), { type: "take", tool: "eraser" }],
  [key("r"), { type: "take", tool: "box" }],
  [key("z", { ctrlKey: true }), { type: "undo" }],
  [key("Z", { metaKey: true, shiftKey: true }), { type: "redo" }],
  [key("y", { ctrlKey: true }), { type: "redo" }],
  [key("Enter", { ctrlKey: true }), "execute"],
  [key("Enter"), null],
  [key("b", { ctrlKey: true }), null],
  [key("x"), null],
])("the key %j", (pressed, wish) => {
  expect(wishOf(pressed)).toEqual(wish);
});
