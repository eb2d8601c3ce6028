/** The info view: a visitor's mood, season, weather and time in large letters; it keeps trying, and keeps the last. */
import { pauseS } from "./backoff";
import type { Server } from "./net";
import { pause } from "./run";
import { type Language, wordFor } from "./words";

const LINES = ["emotion", "season", "weather", "time"] as const;
type Line = (typeof LINES)[number];
export type Info = Readonly<Record<Line, string>>;

/** What came from the server, if it is an info. */
export function readInfo(value: unknown): Info | null {
  if (typeof value !== "object" || value === null) return null;
  const told = value as Record<string, unknown>;
  if (!LINES.every((line) => typeof told[line] === "string")) return null;
  return Object.fromEntries(LINES.map((line) => [line, told[line]])) as Info;
}

export async function showInfo(
  root: HTMLElement,
  server: Server,
  language: Language,
  beat: (problem: string | null) => void,
  rest: () => string | null,
): Promise<never> {
  const fields = LINES.map((line) => {
    const made = document.createElement("p");
    made.className = line;
    root.append(made);
    return [line, made] as const;
  });
  const put = (info: Info): void => {
    for (const [line, field] of fields) field.textContent = wordFor(info[line], language);
  };
  const key = `hwawon-display-info:${server.settings.zone}`;
  const last = readInfo(JSON.parse(localStorage.getItem(key) ?? "null"));
  if (last) put(last);
  for (let failures = 0; ; ) {
    try {
      const info = readInfo(await server.info());
      if (!info) throw new Error("the info cannot be read");
      put(info);
      localStorage.setItem(key, JSON.stringify(info));
      failures = 0;
      beat(rest());
      await pause(server.settings.periodMs);
    } catch (error) {
      failures += 1;
      beat(String(error));
      await pause(Math.max(server.settings.periodMs, pauseS(failures) * 1000));
    }
  }
}
