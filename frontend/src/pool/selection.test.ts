import { expect, test } from "vitest";
import { everything, extended, isChosen, isEmpty, nothing, sizeOf, toggled } from "./selection";

const at = (row: number) => (row < 8 ? `p${row}` : null);

test("a picture is chosen, and chosen again it is not", () => {
  const one = toggled(nothing, "p3", 3);
  expect([isChosen(one, "p3"), isChosen(one, "p4"), sizeOf(one, 100)]).toEqual([true, false, 1]);
  expect(isEmpty(toggled(one, "p3", 3))).toBe(true);
});

test("with Shift all from the first to this one are chosen, in both directions, as far as they are read", () => {
  const one = toggled(nothing, "p3", 3);
  expect([...extended(one, 5, at).ids]).toEqual(["p3", "p4", "p5"]);
  expect([...extended(extended(one, 5, at), 2, at).ids]).toEqual(["p3", "p4", "p5", "p2"]);
  expect([...extended(one, 9, at).ids]).toEqual(["p3", "p4", "p5", "p6", "p7"]);
});

test("all of the filter are as many as it finds", () => {
  expect([isChosen(everything, "any"), sizeOf(everything, 90_000), isEmpty(everything)]).toEqual([
    true,
    90_000,
    false,
  ]);
  expect(sizeOf(toggled(everything, "p1", 1), 90_000)).toBe(1);
});
