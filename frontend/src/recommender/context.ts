/** What is known of a visitor who is imagined: a mood and a favorite. */
import { favoriteOf } from "../pool/words";

export interface Wish {
  readonly emotion: string; // empty: not sure
  readonly favorite: string; // season,weather,time; empty: none
}

/** The same in the words that the recommender asks for. */
export function contextOf({ emotion, favorite }: Wish): Readonly<Record<string, string>> {
  return { ...(emotion ? { emotion } : {}), ...(favoriteOf(favorite) ?? {}) };
}

export const REASONS = [
  "chosen",
  "mood",
  "favorite",
  "people",
  "together",
  "looks",
  "popular",
  "starred",
  "fresh",
  "explore",
  "wider",
] as const;

/** The code of a reason that has words here; one that a newer server gives has none. */
export const reasonCode = (code: string): (typeof REASONS)[number] | "other" =>
  REASONS.find((one) => one === code) ?? "other";

const SHOWN = 8;

/** The words of those who like a picture, most first. */
export const likedBy = (counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([, first], [, second]) => second - first)
    .slice(0, SHOWN);
