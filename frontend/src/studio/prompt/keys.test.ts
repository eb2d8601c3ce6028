import { expect, test } from "vitest";
import { goalOf, stepped, tokenKey } from "./keys";
import { moved } from "./tokens";

const plain = { ctrlKey: false, metaKey: false, altKey: false };

test.each([
  [{ key: "ArrowRight" }, { does: "walk", by: 1 }],
  [{ key: "ArrowUp" }, { does: "walk", by: -1 }],
  [
    { key: "ArrowUp", ctrlKey: true },
    { does: "weigh", by: 1 },
  ],
  [
    { key: "ArrowDown", metaKey: true },
    { does: "weigh", by: -1 },
  ],
  [
    { key: "ArrowLeft", altKey: true },
    { does: "move", by: -1 },
  ],
  [
    { key: "ArrowDown", altKey: true },
    { does: "move", by: 1 },
  ],
  [{ key: "ArrowLeft", ctrlKey: true }, null],
  [{ key: "Home" }, { does: "end", last: false }],
  [{ key: "End" }, { does: "end", last: true }],
  [{ key: " " }, { does: "switch" }],
  [{ key: "Delete" }, { does: "remove" }],
  [{ key: "Backspace" }, { does: "remove" }],
  [{ key: "Delete", ctrlKey: true }, null],
  [{ key: "z", ctrlKey: true }, null],
  [{ key: "Enter", ctrlKey: true }, null],
  [{ key: "a" }, null],
])("%j on a token means %j", (key, meaning) => {
  expect(tokenKey({ ...plain, ...key })).toEqual(meaning);
});

test.each([
  [-1, 1, 3, 0],
  [0, 1, 3, 1],
  [2, 1, 3, -1],
  [-1, -1, 3, 2],
  [0, -1, 3, -1],
  [-1, 1, 0, -1],
])("from suggestion %i by %i of %i to %i", (active, by, count, to) => {
  expect(stepped(active, by, count)).toBe(to);
});

test.each([
  [0, 2, false, "bac"],
  [0, 2, true, "bca"],
  [2, 0, false, "cab"],
  [2, 0, true, "acb"],
  [1, 1, false, "abc"],
  [1, 1, true, "abc"],
  [1, 0, true, "abc"],
])("token %i let go over %i, after its middle: %s, gives %s", (from, over, isAfter, order) => {
  const tokens = ["a", "b", "c"].map((text) => ({ text, weight: 1, on: true }));
  const after = moved(tokens, from, goalOf(from, over, isAfter));
  expect(after.map(({ text }) => text).join("")).toBe(order);
});
