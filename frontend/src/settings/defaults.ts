/** What new work begins with, as the form shows it: text as typed, empty where the usual is wished. */
import type { Defaults } from "../api/preferences";
import { fieldsOf, noSettings, type Settings, settingsOf, wrongNumber } from "../painting/settings";

export interface Form {
  readonly settings: Settings;
  readonly strength: string; // percent
  readonly count: string;
  readonly feather: string; // pixels
  readonly negative: string;
}

export const emptyForm: Form = { settings: noSettings, strength: "", count: "", feather: "", negative: "" };

export const RANGES = {
  strength: { least: 0, most: 100, isWhole: true },
  count: { least: 1, most: 16, isWhole: true },
  feather: { least: 0, most: 512, isWhole: false },
} as const;
export type RangeName = keyof typeof RANGES;

export function isInRange(name: RangeName, typed: string): boolean {
  if (typed.trim() === "") return true;
  const { least, most, isWhole } = RANGES[name];
  const number = Number(typed);
  return number >= least && number <= most && (!isWhole || Number.isInteger(number));
}

export const isRight = (form: Form): boolean =>
  wrongNumber(form.settings) === null &&
  (Object.keys(RANGES) as RangeName[]).every((name) => isInRange(name, form[name]));

const typed = (number: number | undefined): string => (number === undefined ? "" : String(number));

export const formOf = (defaults: Defaults): Form => ({
  settings: settingsOf(defaults),
  strength: typed(defaults.strength === undefined ? undefined : Math.round(defaults.strength * 100)),
  count: typed(defaults.count),
  feather: typed(defaults.feather_px),
  negative: defaults.negative_prompt ?? "",
});

/** What is kept of the form; only what was wished. */
export function defaultsOf({ settings, strength, count, feather, negative }: Form): Defaults {
  const wished = (text: string) => text.trim() !== "";
  return {
    ...(fieldsOf(settings) as Defaults),
    ...(wished(strength) ? { strength: Number(strength) / 100 } : {}),
    ...(wished(count) ? { count: Number(count) } : {}),
    ...(wished(feather) ? { feather_px: Number(feather) } : {}),
    ...(wished(negative) ? { negative_prompt: negative.trim() } : {}),
  };
}
