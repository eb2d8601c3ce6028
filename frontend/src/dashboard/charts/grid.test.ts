import { describe, expect, test } from "vitest";
import { type Grid, gridOf, largestOf, ticksOf, totalOf, withoutEmpty } from "./grid";

const name = (key: string) => ({ key, label: key });
const GRID: Grid = gridOf(
  { happy: { spring: 3, winter: 1 }, sad: { winter: 2 } },
  ["happy", "calm", "sad"].map(name),
  ["spring", "summer", "winter"].map(name),
);

describe("a grid", () => {
  test("counts 0 where nothing was counted", () => {
    expect(GRID.values).toEqual([
      [3, 0, 1],
      [0, 0, 0],
      [0, 0, 2],
    ]);
    expect([totalOf(GRID), largestOf(GRID)]).toEqual([6, 3]);
  });

  test("leaves out the rows and columns that are empty throughout", () => {
    const kept = withoutEmpty(GRID);
    expect(kept.rows.map(({ key }) => key)).toEqual(["happy", "sad"]);
    expect(kept.columns.map(({ key }) => key)).toEqual(["spring", "winter"]);
    expect(kept.values).toEqual([
      [3, 1],
      [0, 2],
    ]);
  });

  test("may be empty", () => {
    const empty = withoutEmpty(gridOf({}, GRID.rows, GRID.columns));
    expect(empty).toEqual({ rows: [], columns: [], values: [] });
    expect([totalOf(empty), largestOf(empty)]).toEqual([0, 0]);
  });
});

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [7, [0, 2, 4, 6, 8]],
  [42, [0, 10, 20, 30, 40, 50]],
  [1_000, [0, 200, 400, 600, 800, 1_000]],
])("an axis up to %d has the steps %j", (most, ticks) => expect(ticksOf(most)).toEqual(ticks));
