import { expect, test } from "vitest";
import { flickers, ordersOf } from "./standing";

const counts = { idle: 0, enqueued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };

test.each([
  ["draft", {}, ["start"]],
  ["waiting", {}, ["pause", "cancel"]],
  ["running", {}, ["pause", "cancel"]],
  ["paused", {}, ["resume", "cancel"]],
  ["finished", { succeeded: 9 }, []],
  ["finished", { failed: 2 }, ["restart-failed"]],
  ["finished", { cancelled: 1 }, ["start"]],
  ["finished", { idle: 1, failed: 1 }, ["start", "restart-failed"]],
] as const)("a batch that is %s with %j takes %j", (state, some, orders) => {
  expect(ordersOf({ state, counts: { ...counts, ...some } })).toEqual(orders);
});

test.each([
  [9, 4, true],
  [8, 4, false],
  [0.9, 0.1, false], // nobody sees less than one level
  [null, 4, false],
  [9, null, false],
])("a frame of %j among a mean of %j flickers: %j", (frame, mean, notable) => {
  expect(flickers(frame, mean)).toBe(notable);
});
