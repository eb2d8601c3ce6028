/** What is known of a visitor who is imagined: a mood and a favorite. */
import { EMOTIONS, favoriteOf } from "../pool/words";

const WHOLE = 1_000; // the parts that a mood is divided into

export interface Wish {
  readonly emotion: string; // empty: not sure
  readonly favorite: string; // season,weather,time; empty: none
}

export interface Context {
  readonly mood: readonly number[]; // parts of 1000 by emotion
  readonly season?: string;
  readonly weather?: string;
  readonly time?: string;
}

export function contextOf({ emotion, favorite }: Wish): Context {
  const mood = EMOTIONS.map((one) =>
    emotion ? (one === emotion ? WHOLE : 0) : Math.floor(WHOLE / EMOTIONS.length),
  );
  return { mood, ...(favoriteOf(favorite) ?? {}) };
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
