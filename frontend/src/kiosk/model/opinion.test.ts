import { expect, test } from "vitest";
import type { Opinion } from "../server/types";
import { pressedDislike, pressedLike } from "./opinion";

test("a heart pressed three times likes, takes back and likes", () => {
  let now: Opinion = 0;
  const sent = [1, 2, 3].map(() => {
    const said = pressedLike(now);
    now = said.opinion;
    return said.kind;
  });
  expect(sent).toEqual(["click", "unlike", "click"]);
  expect(now).toBe(1);
});

test("a like and a dislike take each other's place", () => {
  expect(pressedDislike(1)).toEqual({ kind: "dislike", opinion: -1 });
  expect(pressedLike(-1)).toEqual({ kind: "click", opinion: 1 });
  expect(pressedDislike(-1)).toEqual({ kind: "unlike", opinion: 0 });
});
