/** The kiosk's own words. All three languages are in the page: a visitor changes them also while the server is away. */
import { createContext, useContext } from "react";
import en from "./en.json";
import ja from "./ja.json";
import ko from "./ko.json";

export type Texts = typeof en;

export const TEXTS = { en, ko, ja } as const satisfies Record<string, Texts>;
export type Language = keyof typeof TEXTS;
export const NAMES: Record<Language, string> = { en: "English", ko: "한국어", ja: "日本語" };

export const isLanguage = (word: unknown): word is Language =>
  typeof word === "string" && Object.hasOwn(TEXTS, word);

/** The text with each `{{name}}` filled in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/{{(\w+)}}/g, (hole, name: string) => String(values[name] ?? hole));
}

export const TextContext = createContext<Texts>(en);

export const useTexts = (): Texts => useContext(TextContext);
