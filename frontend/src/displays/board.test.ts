import { describe, expect, test } from "vitest";
import { type Board, changeOf, countOf, nextSlot, type Put, put, repeated, taken } from "./board";

const picture = (item: string, orientation: Put["orientation"] = "h"): Put => ({
  item,
  face: "",
  name: item,
  orientation,
});

describe("a board", () => {
  test("takes a picture on a place of its own orientation only", () => {
    const board = put({}, "2h", picture("a"));
    expect(put(board, "1v", picture("a"))).toBe(board);
    expect(put(board, "2h", picture("b"))["2h"]?.item).toBe("b");
    expect(taken(board, "2h")).toEqual({});
    expect(countOf(board)).toBe(1);
  });

  test("is sent as one change, in which places without a picture keep theirs", () => {
    const board = put(put(put({}, "3h", picture("c")), "1h", picture("a")), "2v", picture("p", "v"));
    expect(changeOf(board)).toEqual({ landscape: ["a", null, "c"], portrait: [null, "p"] });
    expect(changeOf({})).toEqual({ landscape: [], portrait: [] });
  });

  test("goes on with the next free place, around the end", () => {
    const board: Board = { "1h": picture("a"), "9h": picture("b") };
    expect(nextSlot(board, "1h")).toBe("2h");
    expect(nextSlot(board, "8h")).toBe("2h");
    const full = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`${at + 1}v`, picture("x", "v")]));
    expect(nextSlot(full, "4v")).toBe("5v");
  });

  test("tells where a picture would be seen twice", () => {
    const board: Board = { "1h": picture("a"), "2h": picture("b") };
    expect(repeated(board, { "3h": "a", "2h": "c" })).toEqual(["1h"]);
    expect(repeated(board, { "1h": "b" })).toEqual([]);
    expect(repeated({ ...board, "4h": picture("b") }, {})).toEqual(["2h", "4h"]);
  });
});
