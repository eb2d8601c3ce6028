import { expect, test } from "vitest";
import { aBulk } from "../testing/bulks";
import { isLive, ordersFor, shareOf } from "./standing";

test.each([
  [{}, ["pause", "cancel"]],
  [{ failed: 1 }, ["pause", "cancel", "restart"]],
  [{ state: "paused", failed: 1 }, ["resume", "cancel"]],
  [{ state: "cancelled", cancelled: 3 }, ["restart"]],
  [{ state: "done" }, []],
  [{ state: "done", failed: 2 }, ["restart"]],
] as const)("a run of %j can be told %j", (changes, orders) => {
  expect(ordersFor(aBulk(changes))).toEqual(orders);
});

test("a run is as far as its pictures were tried, failures included, and a cancelled one is not full", () => {
  expect(shareOf(aBulk({ total: 10, done: 3, failed: 1, cancelled: 1 }))).toBe(0.4);
  expect(shareOf(aBulk({ state: "cancelled", total: 4, done: 1, cancelled: 3 }))).toBe(0.25);
  expect(shareOf(aBulk({ total: 0 }))).toBe(0);
});

test("a run lives while it runs, or while its last pictures are being painted", () => {
  expect(isLive(aBulk())).toBe(true);
  expect(isLive(aBulk({ state: "paused", running: 1 }))).toBe(true);
  expect(isLive(aBulk({ state: "paused", running: 0 }))).toBe(false);
});
