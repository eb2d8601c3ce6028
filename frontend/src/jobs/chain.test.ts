import { describe, expect, test } from "vitest";
import { type Chain, firstPage, followed, pagesFor, rowsIn, spanOf } from "./chain";

const chain = (cursors: (string | null)[], lastRows: number | null = null): Chain => ({ cursors, lastRows });

describe("what a page tells", () => {
  test("makes the next one known until there is none", () => {
    const two = followed(firstPage, 0, 100, "a");
    expect(two).toEqual(chain([null, "a"]));
    const three = followed(two, 1, 100, "b");
    expect(followed(three, 2, 7, null)).toEqual(chain([null, "a", "b"], 7));
  });

  test("told again changes nothing, so that nothing is read again for it", () => {
    const known = chain([null, "a", "b"], 7);
    expect(followed(known, 1, 100, "b")).toBe(known);
    expect(followed(known, 2, 7, null)).toBe(known);
  });

  test("moves the page behind it where rows came or went, and leaves the farther ones", () => {
    const known = chain([null, "a", "b", "c"], 7);
    expect(followed(known, 0, 100, "a2")).toEqual(chain([null, "a2", "b", "c"], 7));
    expect(followed(known, 3, 100, "d")).toEqual(chain([null, "a", "b", "c", "d"]));
  });

  test("cuts off what is behind the end", () => {
    expect(followed(chain([null, "a", "b"], 7), 0, 60, null)).toEqual(chain([null], 60));
    const cut = chain([null], 60);
    expect(followed(cut, 2, 100, "x")).toBe(cut);
  });
});

describe("the rows", () => {
  test.each([
    [firstPage, 0],
    [chain([null], 3), 3],
    [chain([null, "a"]), 200],
    [chain([null, "a"], 5), 105],
  ])("of %j are %i", (known, rows) => expect(rowsIn(known, 100)).toBe(rows));

  test("in sight lie on at most two pages, and never on unknown ones", () => {
    const known = chain([null, "a", "b"]);
    expect(pagesFor(known, { first: 0, end: 20 }, 100)).toEqual([0]);
    expect(pagesFor(known, { first: 90, end: 110 }, 100)).toEqual([0, 1]);
    expect(pagesFor(known, { first: 250, end: 320 }, 100)).toEqual([2]);
    expect(pagesFor(firstPage, { first: 900, end: 910 }, 100)).toEqual([0]);
  });

  test("are as many at the hundred-thousandth as at the first", () => {
    expect(spanOf(-300, 900, 72)).toEqual({ first: 0, end: 20 });
    const far = spanOf(99_980 * 72, 900, 72);
    expect(far).toEqual({ first: 99_972, end: 100_004 });
    expect(spanOf(-5_000, 900, 72)).toEqual({ first: 0, end: 1 });
  });

  test("change once in a few rows, and always hold more than is seen", () => {
    const spans = Array.from({ length: 80 }, (_, row) => spanOf(row * 72 + 30, 900, 72));
    expect(new Set(spans.map(({ first }) => first)).size).toBeLessThan(25);
    for (const [row, { first, end }] of spans.entries()) {
      expect(first).toBeLessThanOrEqual(Math.max(0, row - 8));
      expect(end).toBeGreaterThanOrEqual(row + 20);
    }
  });
});
