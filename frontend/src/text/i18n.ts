/** Korean, Japanese and English from one set of keys; only the language that is spoken is loaded. */
import i18next, { type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = { en: "English", ko: "한국어", ja: "日本語" } as const;
export type Language = keyof typeof LANGUAGES;

export const catalogues: Record<Language, () => Promise<{ default: ResourceLanguage }>> = {
  en: () => import("./en.json"),
  ko: () => import("./ko.json"),
  ja: () => import("./ja.json"),
};

export const isLanguage = (word: string): word is Language => Object.hasOwn(LANGUAGES, word);

/** The first of the browser's languages that we speak, else English. */
export function languageFor(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

/** Change to `language` once its words are here, so that no key is ever seen; rejects where they do not come. */
export async function speak(language: Language): Promise<void> {
  const { default: words } = await catalogues[language]();
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false, // a test holds that no key is missing in any language
      resources: { [language]: { translation: words } },
      interpolation: { escapeValue: false }, // React escapes
    });
  } else {
    i18next.addResourceBundle(language, "translation", words);
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}
