/** What the prompt generator combines: words that are ticked, words that are typed, sentences that may be changed. */
import type { ProductRow, ProductWish, Template } from "../api/prompts";
import { EMOTIONS, type Emotion } from "../pool/words";

export const KINDS = ["animals", "weathers", "seasons", "times"] as const;
export type Kind = (typeof KINDS)[number];

export interface Wishes {
  readonly emotions: readonly Emotion[];
  readonly ticked: Readonly<Record<Kind, readonly string[]>>;
  readonly typed: Readonly<Record<Kind, string>>; // more words, with commas between
  readonly templates: Readonly<Partial<Record<Emotion, readonly string[]>>>; // as changed here; absent: the house's own
}

/** What the original ticks at first. */
export const firstWishes: Wishes = {
  emotions: ["happy"],
  ticked: { animals: ["dog"], weathers: ["sunny"], seasons: ["spring"], times: ["day"] },
  typed: { animals: "", weathers: "", seasons: "", times: "" },
  templates: {},
};

/** With this one, or without it where it was there; in the order of the choosers. */
export const toggled = <Word extends string>(
  words: readonly Word[],
  word: Word,
  order: readonly Word[],
): Word[] => order.filter((one) => words.includes(one) !== (one === word));

/** The words of one kind: those that are ticked, then those that are typed, once each. */
export function wordsOf({ ticked, typed }: Wishes, kind: Kind): string[] {
  const more = typed[kind].split(",").map((word) => word.trim());
  return [...new Set([...ticked[kind], ...more])].filter(Boolean);
}

/** The sentences of an emotion as they stand now. */
export const textsOf = (wishes: Wishes, own: readonly Template[], emotion: Emotion): readonly string[] =>
  wishes.templates[emotion] ?? own.filter((one) => one.emotion === emotion).map(({ text }) => text);

/** What the server is asked, an emotion at a time, since each has its own sentences. */
export function productsOf(wishes: Wishes, own: readonly Template[]): ProductWish[] {
  const words = Object.fromEntries(KINDS.map((kind) => [kind, wordsOf(wishes, kind)])) as Record<
    Kind,
    string[]
  >;
  return EMOTIONS.filter((emotion) => wishes.emotions.includes(emotion)).map((emotion) => ({
    emotions: [emotion],
    ...words,
    templates: textsOf(wishes, own, emotion).filter((text) => text.trim() !== ""),
  }));
}

export type WishLack = "emotions" | "words" | "templates" | "tooMany";

export const MOST_ROWS = 4096; // cells of one run

/** What is missing before there can be a row, or null. */
export function wishLack(wishes: Wishes, own: readonly Template[]): WishLack | null {
  if (wishes.emotions.length === 0) return "emotions";
  if (KINDS.some((kind) => wordsOf(wishes, kind).length === 0)) return "words";
  if (productsOf(wishes, own).some(({ templates }) => templates?.length === 0)) return "templates";
  return rowsOf(wishes) > MOST_ROWS ? "tooMany" : null;
}

/** How many rows there will be. */
export const rowsOf = (wishes: Wishes): number =>
  KINDS.reduce((count, kind) => count * wordsOf(wishes, kind).length, wishes.emotions.length);

/** A row's own key, for lists. */
export const keyOf = ({ emotion, animal, weather, season, time }: ProductRow): string =>
  [emotion, animal, weather, season, time].join("/");
