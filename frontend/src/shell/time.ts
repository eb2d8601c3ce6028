/** Times as the pages say them. */
import type { TFunction } from "i18next";

/** A length of time: whole seconds below a minute and a half, then minutes. */
export function duration(t: TFunction, seconds: number): string {
  const whole_s = Math.max(1, Math.round(seconds));
  return whole_s < 90
    ? t("time.seconds", { count: whole_s })
    : t("time.minutes", { count: Math.round(whole_s / 60) });
}

const UNITS = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
] as const;

/** Making one takes longer than using it a hundred times. */
const phrases = new Map<string, Intl.RelativeTimeFormat>();

function phrasesOf(language: string): Intl.RelativeTimeFormat {
  const known = phrases.get(language) ?? new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  phrases.set(language, known);
  return known;
}

/** How long ago a moment (ISO 8601) was, in the largest unit that fits: "3 minutes ago". */
export function ago(language: string, moment: string, now_ms: number): string {
  const words = phrasesOf(language);
  let count = Math.max(0, now_ms - Date.parse(moment)) / 1_000;
  for (const [unit, next] of UNITS) {
    if (count < next) return words.format(-Math.floor(count), unit);
    count /= next;
  }
  return words.format(-Math.floor(count), "year");
}

/** The time of day of a moment (ISO 8601). */
export const clock = (language: string, moment: string): string =>
  new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(moment));

/** Date and time of a moment (ISO 8601). */
export const dateAndTime = (language: string, moment: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(moment));
