/** Four strengths tried at low cost: the named ones, or some around the present one. */
import type { Engine } from "../../api/types";
import { LARGEST_SEED } from "../../painting/seed";
import type { Settings } from "../../painting/settings";
import { STOPS } from "./content";
import type { Request } from "./request";

export const NAMED: readonly number[] = Object.values(STOPS);

const APART = 10;
const MOST_STEPS = 8;

/** Four strengths a tenth apart, the present one among the middle ones where the scale has room. */
export function around(strength: number): readonly number[] {
  const first = Math.min(Math.max(strength - APART, 0), 100 - 3 * APART);
  return [0, 1, 2, 3].map((index) => first + index * APART);
}

/** Steps enough to see what a strength does, and never more than would be painted anyway. */
export function fewSteps({ steps, checkpoint }: Settings, engine: Engine | undefined): number {
  const chosen = engine?.checkpoints.find(({ id }) => id === checkpoint) ?? engine?.checkpoints[0];
  const usual = steps.trim() === "" ? (chosen?.default_steps ?? MOST_STEPS) : Number(steps);
  return Math.min(usual, MOST_STEPS);
}

/** The request as a trial: one picture that is thrown away, on `picture` as it is shown now. */
export function trialOf(
  request: Request,
  trial: { picture: string; strength: number; seed: number; steps: number },
): Request {
  const { journal: _, ...rest } = request;
  const isThisOne = request.reference === request.picture;
  return {
    ...rest,
    picture: trial.picture,
    ...(isThisOne ? { reference: trial.picture } : {}),
    strength: trial.strength / 100,
    seed: trial.seed,
    steps: trial.steps,
    count: 1,
    trial: true,
  };
}

/** A whole number from 0 to the largest seed. */
export const drawnSeed = (random: () => number = Math.random): number =>
  Math.floor(random() * (LARGEST_SEED + 1));
