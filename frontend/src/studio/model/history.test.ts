import { describe, expect, test } from "vitest";
import { acted, historyOf, redone, STEPS_KEPT, undone } from "./history";

const act = (history: ReturnType<typeof historyOf<number>>, now: number) => acted(history, now, null);

describe("a history", () => {
  test("goes back 500 acts, one at a time, and forth again", () => {
    let history = historyOf(0);
    for (let step = 1; step <= 500; step++) history = act(history, step);
    for (let step = 499; step >= 0; step--) {
      history = undone(history);
      expect(history.now).toBe(step);
    }
    expect(undone(history)).toBe(history);
    for (let step = 1; step <= 500; step++) history = redone(history);
    expect(history.now).toBe(500);
  });

  test("keeps the last acts when there are too many", () => {
    let history = historyOf(0);
    for (let step = 1; step <= STEPS_KEPT + 51; step++) history = act(history, step);
    for (let step = 0; step < STEPS_KEPT; step++) history = undone(history);
    expect(history.now).toBe(51);
    expect(undone(history)).toBe(history);
  });

  test("cannot redo after something else was done", () => {
    const history = act(undone(act(historyOf(1), 2)), 3);
    expect(redone(history)).toBe(history);
  });

  test("takes acts on one slider in quick succession as one", () => {
    let history = act(historyOf(0), 1);
    history = acted(history, 2, { on: "strength", at_ms: 0 });
    history = acted(history, 3, { on: "strength", at_ms: 300 });
    history = acted(history, 4, { on: "strength", at_ms: 800 });
    expect(undone(history).now).toBe(1);
  });

  test("takes acts on two sliders, or after a pause, as two", () => {
    const one = acted(historyOf(0), 1, { on: "strength", at_ms: 0 });
    expect(undone(acted(one, 2, { on: "blur", at_ms: 10 })).now).toBe(1);
    expect(undone(acted(one, 2, { on: "strength", at_ms: 5_000 })).now).toBe(1);
  });

  test("knows no act that changes nothing", () => {
    const history = historyOf({});
    expect(acted(history, history.now, null)).toBe(history);
  });
});
