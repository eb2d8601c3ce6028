import { expect, test } from "vitest";
import { idleLeft_s, ordersOf, saidOf } from "./standing";

test.each([
  ["stopped", false, "stopped"],
  ["pending", false, "pending"],
  ["running", false, "loading"],
  ["running", true, "ready"],
  ["stopping", false, "stopping"],
  ["unknown", false, "unknown"],
] as const)("a machine that is %s, engine ready %s, is said to be %s", (state, engine_ready, said) => {
  expect(saidOf({ state, engine_ready })).toBe(said);
});

test.each([
  ["stopped", ["start"], ["start"]],
  ["pending", [], ["stop"]],
  ["running", [], ["stop"]],
  ["stopping", [], []],
  ["unknown", ["start"], ["start", "stop"]],
] as const)("while it is %s a retoucher may order %j and an administrator %j", (state, retoucher, admin) => {
  expect(ordersOf({ state, may_stop: false })).toEqual(retoucher);
  expect(ordersOf({ state, may_stop: true })).toEqual(admin);
});

test("the time until the idle stop runs down to nothing between two answers", () => {
  expect(idleLeft_s({ idle_stop_s: 90 }, 0)).toBe(90);
  expect(idleLeft_s({ idle_stop_s: 90 }, 60_000)).toBe(30);
  expect(idleLeft_s({ idle_stop_s: 90 }, 200_000)).toBe(0);
  expect(idleLeft_s({ idle_stop_s: null }, 5_000)).toBeNull();
});
