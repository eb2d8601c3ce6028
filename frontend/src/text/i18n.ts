/** Korean, Japanese and English from one set of keys; the catalogues are part of the bundle. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";
import ja from "./ja.json";
import ko from "./ko.json";

export const LANGUAGES = { en: "English", ko: "한국어", ja: "日本語" } as const;
export type Language = keyof typeof LANGUAGES;

export const catalogues = { en, ko, ja };

export const isLanguage = (word: string): word is Language => Object.hasOwn(LANGUAGES, word);

/** The first of the browser's languages that we speak, else English. */
export function languageFor(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

export async function speak(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: "en",
      resources: Object.fromEntries(
        Object.entries(catalogues).map(([tag, translation]) => [tag, { translation }]),
      ),
      interpolation: { escapeValue: false }, // React escapes
    });
  } else {
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}
