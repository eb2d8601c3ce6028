/** A length of time that may be days. */
import type { TFunction } from "i18next";
import { duration } from "../shell/time";

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** Seconds and minutes below two hours, hours below two days, then days. */
export function span(t: TFunction, seconds: number): string {
  if (seconds < 2 * HOUR_S) return duration(t, seconds);
  return seconds < 2 * DAY_S
    ? t("bulk.hours", { count: Math.round(seconds / HOUR_S) })
    : t("bulk.days", { count: Math.round(seconds / DAY_S) });
}
