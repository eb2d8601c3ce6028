/** How much a word counts: 0 to 3 in steps of a fifth, kept as it is shown, with one decimal. */

export const LEAST_WEIGHT = 0;
export const MOST_WEIGHT = 3;
export const WEIGHT_STEP = 0.2;

/** The nearest weight that can be shown. */
export const asWeight = (number: number): number =>
  Math.round(Math.min(Math.max(number, LEAST_WEIGHT), MOST_WEIGHT) * 10) / 10;

export const heavier = (weight: number, steps: number): number => asWeight(weight + steps * WEIGHT_STEP);
