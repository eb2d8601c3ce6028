import { describe, expect, test } from "vitest";
import type { PoolPage } from "../api/pool";
import { aPoolPicture } from "../testing/garden";
import {
  beginOf,
  emptyRoll,
  forgotten,
  itemAt,
  pagesOf,
  patched,
  type Roll,
  rowOf,
  rowsIn,
  withPage,
} from "./roll";

const picture = (row: number) => aPoolPicture({ id: `p${row}` });
const page = (number: number, rows = 100, total: number | null = 100_000): PoolPage => ({
  items: Array.from({ length: rows }, (_, index) => picture(number * 100 + index)),
  next_cursor: rows === 100 ? `after ${number}` : null,
  total,
});
const rollOf = (...numbers: number[]): Roll =>
  numbers.reduce((roll, number) => withPage(roll, number, page(number)), emptyRoll);
const kept = (row: number) => ({ ...picture(row), state: "kept" as const });
const isUnreviewed = (item: { state: string }) => item.state === "unreviewed";

describe("the rows", () => {
  test("are as many as the server counts, before they are read", () => {
    expect(rowsIn(emptyRoll)).toBe(0);
    expect(rowsIn(rollOf(0))).toBe(100_000);
    expect(rowsIn(withPage(emptyRoll, 0, page(0, 7, 7)))).toBe(7);
  });

  test("end where the last page ends, whatever was counted", () => {
    expect(rowsIn(withPage(rollOf(0), 1, page(1, 3, 500)))).toBe(103);
  });

  test("go on for a page more than is known where the server counts no farther", () => {
    const many = { ...page(10), total: 1_000, total_is_exact: false };
    expect(rowsIn(withPage(emptyRoll, 10, many))).toBe(1_200);
  });

  test("without a count go on for a page more than is known", () => {
    expect(rowsIn(withPage(emptyRoll, 0, page(0, 100, null)))).toBe(200);
  });

  test("in sight are on a few pages", () => {
    expect(pagesOf(0, 20)).toEqual([0]);
    expect(pagesOf(190, 210)).toEqual([1, 2]);
    expect(pagesOf(-5, 0)).toEqual([0]);
  });

  test("are found by their number and by their picture", () => {
    const roll = rollOf(0, 7);
    expect(itemAt(roll, 742)?.id).toBe("p742");
    expect(itemAt(roll, 300)).toBeNull();
    expect(rowOf(roll, "p742")).toBe(742);
    expect(rowOf(roll, "p300")).toBeNull();
  });
});

describe("a page is read", () => {
  test("after the one before it, or by its number", () => {
    expect(beginOf(emptyRoll, 0)).toEqual({ position: 0 });
    expect(beginOf(rollOf(0), 1)).toEqual({ cursor: "after 0" });
    expect(beginOf(rollOf(0), 500)).toEqual({ position: 50_000 });
  });

  test("by a number that leaves out those that fit the filter no more", () => {
    const judged = patched(rollOf(0, 1), [kept(3), kept(150)], isUnreviewed);
    expect(beginOf(judged, 500)).toEqual({ position: 49_998 });
  });
});

describe("a verdict", () => {
  test("leaves the picture in its row, and the number of rows as it was", () => {
    const roll = rollOf(0);
    const judged = patched(roll, [kept(3)], isUnreviewed);
    expect(itemAt(judged, 3)?.state).toBe("kept");
    expect(rowsIn(judged)).toBe(rowsIn(roll));
    expect(judged.total).toBe(99_999);
  });

  test("and its undo leave the list as it was", () => {
    const roll = rollOf(0);
    const undone = patched(patched(roll, [kept(3)], isUnreviewed), [picture(3)], isUnreviewed);
    expect(undone).toEqual(roll);
  });

  test("of a picture that is not held changes nothing", () => {
    const roll = rollOf(0);
    expect(patched(roll, [kept(900)], isUnreviewed)).toBe(roll);
  });
});

describe("memory", () => {
  test("holds a few pages around the eye, however far one has scrolled", () => {
    const all = rollOf(...Array.from({ length: 300 }, (_, number) => number));
    const near = forgotten(all, 200);
    expect(near.pages.size).toBe(8);
    expect(itemAt(near, 20_050)?.id).toBe("p20050");
    expect(itemAt(near, 0)).toBeNull();
  });

  test("holds the judged ones longer, so that one can go back to them", () => {
    const judged = patched(rollOf(0), [kept(3)], isUnreviewed);
    const far = forgotten(
      [...Array(20).keys()].reduce((roll, n) => withPage(roll, n + 100, page(n + 100)), judged),
      110,
    );
    expect(itemAt(far, 3)?.state).toBe("kept");
    expect(far.pages.size).toBe(9);
  });
});
