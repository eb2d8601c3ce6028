/** What a screen is told by its address: which place it is, and how it behaves. */
import type { Seat } from "./manifest";

export interface Settings extends Seat {
  readonly view: "picture" | "info";
  readonly periodMs: number;
  readonly name: string;
  readonly isStarted: boolean; // without the form
  readonly url: string; // a picture's own address that was put in by hand; empty: the place's
  readonly language: string;
}

export const USUAL_PERIOD_MS = 3000;
export const SHORTEST_PERIOD_MS = 250;
export const MOST_SLOTS = 9;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export function settingsOf(search: string, language: string): Settings {
  const asked = new URLSearchParams(search);
  const slot = Number(asked.get("slot")?.replace(/^img/i, "") ?? 1);
  const zone = asked.get("zone") ?? "";
  return {
    zone: NAME.test(zone) ? zone : "zone1",
    slot: Number.isInteger(slot) && slot >= 1 && slot <= MOST_SLOTS ? slot : 1,
    orientation: asked.get("orientation")?.toLowerCase().startsWith("v") ? "v" : "h",
    view: asked.get("view") === "info" ? "info" : "picture",
    periodMs: periodOf(asked.get("period")),
    name: (asked.get("name") ?? "").slice(0, 200),
    isStarted: asked.has("start") && asked.get("start") !== "0",
    url: asked.get("url") ?? "",
    language: asked.get("language") ?? language,
  };
}

export function periodOf(text: string | null): number {
  const period = Number(text ?? USUAL_PERIOD_MS);
  return Number.isFinite(period) && period > 0 ? Math.max(SHORTEST_PERIOD_MS, period) : USUAL_PERIOD_MS;
}

/** The fixed address of a place's picture, below the path prefix. */
export function pathOf(seat: Seat): string {
  return `display/${seat.zone}/img${seat.slot}${seat.orientation}.jpeg`;
}

/** The address that starts a screen with these settings by itself. */
export function searchOf(settings: Settings): string {
  const told = new URLSearchParams({ zone: settings.zone, slot: String(settings.slot) });
  told.set("orientation", settings.orientation);
  told.set("period", String(settings.periodMs));
  if (settings.view === "info") told.set("view", "info");
  if (settings.name) told.set("name", settings.name);
  if (settings.url) told.set("url", settings.url);
  told.set("start", "1");
  return `?${told}`;
}

/** The token in the part behind `#`, which is never sent to a server. */
export function tokenOf(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? "";
}
