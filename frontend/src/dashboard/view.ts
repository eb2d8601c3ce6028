/** Which sheet of the dashboard is shown, of which days and which zone: in the address, so that it can be sent. */
import type { StatisticsWish } from "../api/statistics";

export const SHEETS = ["emotion", "owner", "gallery", "quality"] as const;
export type Sheet = (typeof SHEETS)[number];

/** Days back from today; 0: only today. */
export const PERIODS = { today: 0, week: 6, month: 29 } as const;
export type Period = keyof typeof PERIODS | "all" | "days";

export interface View {
  readonly sheet: Sheet;
  readonly period: Period;
  readonly from: string | null; // where the period is `days`
  readonly to: string | null;
  readonly zone: string | null;
  readonly synthetic: boolean; // the made-up visits instead of the real ones
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isPeriod = (word: string | null): word is Period =>
  word === "days" || word === "all" || (word !== null && Object.hasOwn(PERIODS, word));

export function viewIn(search: string): View {
  const wishes = new URLSearchParams(search);
  const period = wishes.get("period");
  const day = (name: string) => {
    const word = wishes.get(name) ?? "";
    return DAY.test(word) && !Number.isNaN(Date.parse(word)) ? word : null;
  };
  return {
    sheet: SHEETS.find((one) => one === wishes.get("sheet")) ?? "emotion",
    period: isPeriod(period) ? period : "all",
    from: day("from"),
    to: day("to"),
    zone: wishes.get("zone") || null,
    synthetic: wishes.get("synthetic") === "true",
  };
}

export function searchOf({ sheet, period, from, to, zone, synthetic }: View): string {
  const wishes = {
    sheet: sheet === "emotion" ? null : sheet,
    period: period === "all" ? null : period,
    from: period === "days" ? from : null,
    to: period === "days" ? to : null,
    zone,
    synthetic: synthetic ? "true" : null,
  };
  const given = Object.entries(wishes).filter((wish): wish is [string, string] => wish[1] !== null);
  return new URLSearchParams(given).toString();
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** What is asked of the server; days are counted as it counts them, by UTC. */
export function wishOf({ period, from, to, zone, synthetic }: View, now_ms: number): StatisticsWish {
  if (period === "all") return { from: null, to: null, zone, synthetic };
  if (period === "days") return { from, to, zone, synthetic };
  const begin = new Date(now_ms);
  begin.setUTCDate(begin.getUTCDate() - PERIODS[period]);
  return { from: dayOf(begin), to: dayOf(new Date(now_ms)), zone, synthetic };
}
