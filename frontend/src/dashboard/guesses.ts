/** How often a mood was read wrongly, of one group or of all, with what chance allows. */
import type { Guesses } from "../api/statistics";

export interface ErrorRate {
  readonly checked: number;
  readonly wrong: number;
  readonly rate: number; // 0..1
  readonly low: number; // Wilson's interval of 95 %
  readonly high: number;
}

const Z = 1.959964;

export function errorRate(confirmed: number, corrected: number): ErrorRate | null {
  const checked = confirmed + corrected;
  if (checked === 0) return null;
  const rate = corrected / checked;
  const scale = 1 + Z ** 2 / checked;
  const middle = (rate + Z ** 2 / (2 * checked)) / scale;
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / checked + Z ** 2 / (4 * checked ** 2));
  return {
    checked,
    wrong: corrected,
    rate,
    low: Math.max(0, middle - half),
    high: Math.min(1, middle + half),
  };
}

/** Of all groups together, or of those with one word. */
export function errorOf(
  guesses: readonly Guesses[],
  fits: (one: Guesses) => boolean = () => true,
): ErrorRate | null {
  const those = guesses.filter(fits);
  return errorRate(
    those.reduce((total, { confirmed }) => total + confirmed, 0),
    those.reduce((total, { corrected }) => total + corrected, 0),
  );
}

/** Whether a group's rate differs from that of all by more than chance allows. */
export const standsOut = (group: ErrorRate, all: ErrorRate): boolean =>
  group.low > all.high || group.high < all.low;
