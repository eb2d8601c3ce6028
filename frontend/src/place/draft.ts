/** The settings of the place while somebody changes them: numbers as they are typed, and what is wrong with them. */
import { KEPT, type Kept, type Place, type PlaceKind, type PlaceLanguage } from "../api/place";

export const NUMBERS = {
  child_age: [0, 21],
  idle_s: [10, 3_600],
  minimum_group: [1, 1_000],
  visits_days: [1, 3_650],
  slates_days: [1, 3_650],
  interactions_days: [1, 3_650],
  codes_days: [1, 3_650],
  prints_days: [1, 3_650],
} as const satisfies Record<string, readonly [number, number]>;
export type NumberName = keyof typeof NUMBERS;
export const PLACE_LANGUAGES = ["en", "ko", "ja"] as const satisfies readonly PlaceLanguage[];

export interface Draft extends Omit<Place, "child_age" | "idle_s" | "minimum_group" | "retention"> {
  readonly numbers: Readonly<Record<NumberName, string>>;
}

/** At work and in education the law forbids to read emotions from faces. */
export const isForbidden = (kind: PlaceKind): boolean => kind === "workplace" || kind === "school";

export function draftOf({ child_age, idle_s, minimum_group, retention, ...place }: Place): Draft {
  const { kind, name, contact, emotion_reading, age_and_gender, languages, share } = place;
  const { returning, live, address, label } = place;
  const numbers = { child_age, idle_s, minimum_group, ...retention };
  return {
    ...{ kind, name, contact, emotion_reading, age_and_gender, languages, share },
    ...{ returning, live, address, label },
    numbers: Object.fromEntries(
      Object.keys(NUMBERS).map((key) => [key, String(numbers[key as NumberName])]),
    ) as Draft["numbers"],
  };
}

/** The same draft at another kind of place; where faces may not be read, they are not. */
export const atKind = (draft: Draft, kind: PlaceKind): Draft =>
  isForbidden(kind) ? { ...draft, kind, emotion_reading: false } : { ...draft, kind };

export function isInRange(name: NumberName, typed: string): boolean {
  const [least, most] = NUMBERS[name];
  return /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
}

export type Wrong = NumberName | "address" | "languages" | "codes_too_short";

const ADDRESS = /^https?:\/\/[^\s@?#/]+(\/[^\s@?#]*)?$/i;

/** Everything that the server would refuse. */
export function wrongIn({ numbers, address, languages }: Draft): readonly Wrong[] {
  const out = (Object.keys(NUMBERS) as NumberName[]).filter((name) => !isInRange(name, numbers[name]));
  const longest = Math.max(
    ...KEPT.filter((name) => name !== "codes_days").map((name) => Number(numbers[name])),
  );
  return [
    ...out,
    ...(out.length === 0 && Number(numbers.codes_days) < longest ? (["codes_too_short"] as const) : []),
    ...(address && !ADDRESS.test(address) ? (["address"] as const) : []),
    ...(languages.length === 0 ? (["languages"] as const) : []),
  ];
}

/** What is sent: the settings that differ from those that the server has. */
export function changesOf(draft: Draft, before: Place): Partial<Place> {
  const { numbers, ...plain } = draft;
  const number = (name: NumberName) => Number(numbers[name]);
  const after: Place = {
    ...plain,
    child_age: number("child_age"),
    idle_s: number("idle_s"),
    minimum_group: number("minimum_group"),
    retention: Object.fromEntries(KEPT.map((name) => [name, number(name)])) as Record<Kept, number>,
    label: Object.fromEntries(Object.entries(plain.label).filter(([, words]) => words.trim())),
  };
  const differs = (key: keyof Place) => JSON.stringify(after[key]) !== JSON.stringify(before[key]);
  const names = (Object.keys(after) as (keyof Place)[]).filter(differs);
  return Object.fromEntries(names.map((name) => [name, after[name]]));
}
