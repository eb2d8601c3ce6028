/**
 * How this device is set up: by its address. `#token=KEY` is read once, kept on the device and taken out of the
 * address, so that it stands in no history and on no screen.
 */
import { isLanguage, type Language } from "./text/texts";

export const MODES = ["kiosk", "garden", "emotion-garden", "emotion"] as const;
export type Mode = (typeof MODES)[number];

export interface Settings {
  mode: Mode;
  zone: string | null;
  language: Language | null; // null: the first of the place's languages
  contrast: boolean;
  larger: boolean;
}

export const TOKEN_PLACE = "hwawon-kiosk-token";

const isMode = (word: string | null): word is Mode => (MODES as readonly (string | null)[]).includes(word);

/** What the query asks for; what it does not name, and what we do not know, is as usual. */
export function settingsOf(query: string): Settings {
  const asked = new URLSearchParams(query);
  const mode = asked.get("mode");
  const language = asked.get("language");
  return {
    mode: isMode(mode) ? mode : "kiosk",
    zone: asked.get("zone") || null,
    language: isLanguage(language) ? language : null,
    contrast: asked.get("contrast") === "high",
    larger: asked.get("targets") === "large",
  };
}

/** The key behind the address, null where there is none. */
export function tokenIn(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("token") || null;
}

/** The key of this device; one that stands in the address is kept and taken out of it. */
export function deviceToken(page: Location, past: History, kept: Storage): string | null {
  const given = tokenIn(page.hash);
  if (given === null) return kept.getItem(TOKEN_PLACE);
  kept.setItem(TOKEN_PLACE, given);
  past.replaceState(null, "", `${page.pathname}${page.search}`);
  return given;
}
