import { expect, test } from "vitest";
import type { LoopCell } from "../api/loop";
import { FIRST_VIEW, rowsOf, strongest, walked } from "./cells";

const cell = (changes: Partial<LoopCell>): LoopCell => ({
  emotion: "happy",
  favorite: "spring,sunny,day",
  pictures: 0,
  serving: 0,
  serving_h: 0,
  serving_v: 0,
  shown: 0,
  liked: 0,
  rate: null,
  low: 0,
  high: 1,
  earlier: null,
  later: null,
  state: "ok",
  causes: ["well"],
  ...changes,
});

const CELLS = [
  cell({ serving: 3, shown: 100, liked: 10, rate: 0.1 }),
  cell({ emotion: "sad", serving: 1, state: "thin" }),
  cell({ favorite: "winter,snowy,day", serving: 9, shown: 10, liked: 9, rate: 0.9 }),
  cell({ favorite: "", serving: 2 }),
];

test("emotions stand beside each other, a missing cell leaves a gap", () => {
  const [first] = rowsOf(CELLS, FIRST_VIEW);
  expect(first?.favorite).toBe("spring,sunny,day");
  expect(first?.cells.map((one) => one?.serving ?? null)).toEqual([3, null, null, null, null, null, null, 1]);
});

test("a season and a state narrow the rows", () => {
  const names = (view: object) => rowsOf(CELLS, { ...FIRST_VIEW, ...view }).map((row) => row.favorite);
  expect(names({ season: "winter" })).toEqual(["winter,snowy,day"]);
  expect(names({ state: "thin" })).toEqual(["spring,sunny,day"]);
  expect(names({ season: "autumn" })).toEqual([]);
});

test("rows are sorted by their sum, a rate by all its likes over all its showings", () => {
  const names = (view: object) => rowsOf(CELLS, { ...FIRST_VIEW, ...view }).map((row) => row.favorite);
  expect(names({ sort: "most" })).toEqual(["winter,snowy,day", "spring,sunny,day", ""]);
  expect(names({ sort: "least" })).toEqual(["", "spring,sunny,day", "winter,snowy,day"]);
  expect(names({ sort: "most", measure: "rate" })).toEqual(["winter,snowy,day", "spring,sunny,day", ""]);
});

test("the tint is measured by the strongest cell", () => {
  expect(strongest(CELLS, "serving")).toBe(9);
  expect(strongest([], "rate")).toBe(0);
});

test.each([
  ["ArrowDown", { row: 1, column: 0 }],
  ["ArrowLeft", { row: 0, column: 0 }],
  ["End", { row: 0, column: 7 }],
  ["PageDown", { row: 2, column: 0 }],
  ["x", null],
])("%s walks within the table", (key, to) => expect(walked(key, { row: 0, column: 0 }, 3)).toEqual(to));
