/** The kinds of words that visits are counted by, with their words in order, as people say them. */
import type { TFunction } from "i18next";
import type { Statistics } from "../api/statistics";
import { EMOTIONS, SEASONS, TIMES, WEATHERS } from "../pool/words";
import { type Grid, gridOf, type Name, withoutEmpty } from "./charts/grid";

export const GENERATIONS = [
  "toddler",
  "child",
  "teenager",
  "young-adult",
  "adult",
  "middle-age",
  "elder",
] as const;
export const GENDERS = ["Female", "Male"] as const;
const KINDS = ["emotion", "season", "weather", "time", "generation", "gender", "hour"] as const;
export type Kind = (typeof KINDS)[number];

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The words of a kind, each with its name. */
export function namesOf(t: TFunction, kind: Kind): readonly Name[] {
  switch (kind) {
    case "emotion":
      return EMOTIONS.map((key) => ({ key, label: t(`garden.emotion.${key}`) }));
    case "season":
      return SEASONS.map((key) => ({ key, label: t(`garden.season.${key}`) }));
    case "weather":
      return WEATHERS.map((key) => ({ key, label: t(`garden.weather.${key}`) }));
    case "time":
      return TIMES.map((key) => ({ key, label: t(`garden.time.${key}`) }));
    case "generation":
      return GENERATIONS.map((key) => ({ key, label: t(`visitor.generation.${key}`) }));
    case "gender":
      return GENDERS.map((key) => ({ key, label: t(`visitor.gender.${key}`) }));
    case "hour":
      return HOURS.map((hour) => ({ key: String(hour), label: String(hour) }));
  }
}

/** A word after its kind, such as `time:sunset`, as people say it; one that nobody knows as it came. */
export function nameOfWord(t: TFunction, word: string): string {
  const cut = word.indexOf(":");
  const [kind, key] = [KINDS.find((one) => one === word.slice(0, cut)), word.slice(cut + 1)];
  return (kind && namesOf(t, kind).find((name) => name.key === key)?.label) ?? key;
}

/** Visits by two kinds of words, whichever of them the server names first. */
export function pairOf(t: TFunction, { pairs }: Statistics, rows: Kind, columns: Kind): Grid {
  const counts = pairs[`${rows}/${columns}`] ?? turned(pairs[`${columns}/${rows}`] ?? {});
  const grid = gridOf(counts, namesOf(t, rows), namesOf(t, columns));
  const kept = withoutEmpty(grid);
  const isHourly = columns === "hour" && kept.rows.length > 0; // a day is shown whole
  return isHourly
    ? { ...grid, rows: kept.rows, values: grid.values.filter((row) => row.some((count) => count > 0)) }
    : kept;
}

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

function turned(counts: Counts): Counts {
  const after: Record<string, Record<string, number>> = {};
  for (const [row, columns] of Object.entries(counts))
    for (const [column, count] of Object.entries(columns)) {
      const line = after[column] ?? {};
      line[row] = count;
      after[column] = line;
    }
  return after;
}

/** Visits by one kind of words, those that were chosen at all. */
export function sharesOf(t: TFunction, { counts }: Statistics, kind: Kind): readonly (Name & Counted)[] {
  return namesOf(t, kind)
    .map((name) => ({ ...name, count: counts[kind]?.[name.key] ?? 0 }))
    .filter(({ count }) => count > 0);
}

interface Counted {
  readonly count: number;
}
