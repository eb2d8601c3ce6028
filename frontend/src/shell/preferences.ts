/** What this browser remembers: language and appearance. */
import { useSyncExternalStore } from "react";
import { isLanguage, type Language, languageFor } from "../text/i18n";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (word: string): word is Theme => (THEMES as readonly string[]).includes(word);

export function storedLanguage(): Language {
  const word = localStorage.getItem("hwawon-language") ?? "";
  return isLanguage(word) ? word : languageFor(navigator.languages);
}

export const storeLanguage = (language: Language): void => localStorage.setItem("hwawon-language", language);

export function storedTheme(): Theme {
  const word = localStorage.getItem("hwawon-theme") ?? "";
  return isTheme(word) ? word : "auto";
}

/** Show `theme` and remember it; the style sheet reads the attribute. */
export function wear(theme: Theme): void {
  localStorage.setItem("hwawon-theme", theme);
  document.documentElement.dataset.theme = theme;
  dispatchEvent(new Event(WORN));
}

const WORN = "hwawon-theme";

function whenWorn(tell: () => void): () => void {
  addEventListener(WORN, tell);
  return () => removeEventListener(WORN, tell);
}

export const useTheme = (): Theme => useSyncExternalStore(whenWorn, storedTheme);
