/** What a zone is told, and hours as people type them. */
import type { Hours, Source, ZoneSettings } from "../api/displays";

export const USUAL_SOURCE: Source = {
  kind: "recommended",
  emotion: "",
  favorite: "",
  rotate_s: 300,
  portrait: [],
  landscape: [],
};

export const USUAL_ZONE: ZoneSettings = {
  title: "",
  timezone: "",
  neighbours: [],
  opening: [],
  source: USUAL_SOURCE,
  lead_s: 2,
};

export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const; // 0 is Monday

export const USUAL_HOURS: Hours = { days: DAYS, start: "10:00", to: "18:00" };

/** A day of the week in few letters. */
export const dayName = (language: string, day: number): string =>
  new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + day));

const clock = (time: string): string => time.slice(0, 5);

/** `Mon–Fri, 10:00–18:00`; days that follow each other are drawn together. */
export function hoursText(language: string, { days, start, to }: Hours): string {
  const runs: number[][] = [];
  for (const day of days.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const names = runs.map((run) => {
    const [first = 0, end = first] = [run[0], run.at(-1)];
    return run.length > 2
      ? `${dayName(language, first)}–${dayName(language, end)}`
      : run.map((day) => dayName(language, day)).join(", ");
  });
  return `${names.join(", ")}, ${clock(start)}–${clock(to)}`;
}
