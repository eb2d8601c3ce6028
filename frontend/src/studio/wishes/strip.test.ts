import { expect, test } from "vitest";
import { LARGEST_SEED } from "../../painting/seed";
import { noSettings } from "../../painting/settings";
import { aCheckpoint, anEngine } from "../../testing/samples";
import { around, drawnSeed, fewSteps, NAMED, trialOf } from "./strip";

test.each([
  [60, [50, 60, 70, 80]],
  [0, [0, 10, 20, 30]],
  [5, [0, 10, 20, 30]],
  [75, [65, 75, 85, 95]],
  [90, [70, 80, 90, 100]],
  [100, [70, 80, 90, 100]],
])("around %i lie %j", (strength, four) => {
  expect(around(strength)).toEqual(four);
});

test("the named ones are those of the slider", () => {
  expect(NAMED).toEqual([30, 60, 80, 90]);
});

test.each([
  [{}, 30, 8],
  [{}, 4, 4],
  [{ steps: "20" }, 30, 8],
  [{ steps: "3" }, 30, 3],
])("with %j and %i usual steps, %i are enough to look", (settings, default_steps, steps) => {
  const engine = anEngine({ checkpoints: [aCheckpoint({ default_steps })] });
  expect(fewSteps({ ...noSettings, ...settings }, engine)).toBe(steps);
});

test("the chosen checkpoint decides, not the first; an unknown engine takes eight", () => {
  const checkpoints = [aCheckpoint({ default_steps: 30 }), aCheckpoint({ id: "quick", default_steps: 4 })];
  expect(fewSteps({ ...noSettings, checkpoint: "quick" }, anEngine({ checkpoints }))).toBe(4);
  expect(fewSteps(noSettings, undefined)).toBe(8);
});

test("a trial is one cheap picture with its own strength and seed, no step of the journal", () => {
  const request = {
    picture: "p",
    journal: "j",
    mask: "m",
    prompt: "a",
    count: 4,
    strength: 0.6,
    seed: 1,
    steps: 30,
  };
  expect(trialOf(request, { picture: "shown", strength: 30, seed: 7, steps: 8 })).toEqual({
    picture: "shown",
    mask: "m",
    prompt: "a",
    strength: 0.3,
    count: 1,
    seed: 7,
    steps: 8,
    trial: true,
  });
});

test("this picture as a reference is the one that is shown; another stays", () => {
  const trial = { picture: "shown", strength: 30, seed: 7, steps: 8 };
  expect(trialOf({ picture: "p", mask: "m", prompt: "", reference: "p" }, trial).reference).toBe("shown");
  expect(trialOf({ picture: "p", mask: "m", prompt: "", reference: "r" }, trial).reference).toBe("r");
});

test("a drawn seed is a seed", () => {
  expect(drawnSeed(() => 0)).toBe(0);
  expect(drawnSeed(() => 1 - 2 ** -53)).toBe(LARGEST_SEED);
});
