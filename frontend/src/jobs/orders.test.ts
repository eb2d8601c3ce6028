import { describe, expect, test } from "vitest";
import { aJob } from "../testing/samples";
import { goalOf, type Order, orderOf, takes } from "./orders";

const ALL: Order[] = ["front", "up", "down", "back", "pause", "resume", "cancel", "restart"];
const MOVES: Order[] = ["front", "up", "down", "back"];

test.each([
  [{ state: "enqueued" }, [...MOVES, "pause", "cancel"]],
  [{ state: "enqueued", paused: true }, [...MOVES, "resume", "cancel"]],
  [{ state: "running" }, ["cancel"]],
  [{ state: "running", cancel_requested: true }, []],
  [{ state: "failed" }, ["restart"]],
  [{ state: "cancelled" }, ["restart"]],
  [{ state: "succeeded" }, []],
] as const)("a job that is %j takes %j", (standing, orders) => {
  expect(ALL.filter((order) => takes(aJob(standing), order))).toEqual(orders);
});

describe("a key", () => {
  const waiting = aJob({ state: "enqueued" });

  test.each([
    ["Delete", false, "cancel"],
    ["p", false, "pause"],
    ["P", false, "pause"],
    ["ArrowUp", true, "up"],
    ["End", true, "back"],
    ["ArrowUp", false, null],
    ["r", false, null], // it has not ended
    ["p", true, null],
  ] as const)("%s (with Alt: %j) asks a waiting job to %s", (key, altKey, order) => {
    expect(orderOf({ key, altKey }, waiting)).toBe(order);
  });

  test("asks what fits the job: P resumes a paused one, R restarts a failed one", () => {
    expect(orderOf({ key: "p", altKey: false }, { ...waiting, paused: true })).toBe("resume");
    expect(orderOf({ key: "r", altKey: false }, aJob({ state: "failed" }))).toBe("restart");
    expect(orderOf({ key: "p", altKey: false }, aJob({ state: "running" }))).toBeNull();
  });
});

describe("a move", () => {
  const rows = ["a", "b", "c", "d"];
  const jobAt = (row: number) => (rows[row] ? { id: rows[row] } : null);
  const goal = (order: "front" | "up" | "down" | "back", row: number) => goalOf(order, row, 4, jobAt);

  test("goes to an end from everywhere", () => {
    expect(goal("front", 2)).toEqual({ to: "front" });
    expect(goal("back", 0)).toEqual({ to: "back" });
  });

  test("passes one neighbour", () => {
    expect(goal("up", 2)).toEqual({ to: "before", job: "b" });
    expect(goal("down", 0)).toEqual({ to: "before", job: "c" });
    expect(goal("down", 2)).toEqual({ to: "back" });
  });

  test("leads nowhere from the ends, nor past a row that is not known", () => {
    expect(goal("up", 0)).toBeUndefined();
    expect(goal("down", 3)).toBeUndefined();
    expect(goalOf("down", 1, 100, jobAt)).toEqual({ to: "before", job: "d" });
    expect(goalOf("down", 3, 100, jobAt)).toBeUndefined();
  });
});
