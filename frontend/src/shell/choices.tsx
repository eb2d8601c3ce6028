/** Language and appearance, chosen in the bar on top or among the settings. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isLanguage, LANGUAGES, speak } from "../text/i18n";
import { storeLanguage, THEMES, type Theme, useTheme, wear } from "./preferences";

const THEME_KEYS = { auto: "nav.themeAuto", light: "nav.themeLight", dark: "nav.themeDark" } as const;

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const [isLost, setLost] = useState(false);
  const choose = (word: string) => {
    if (!isLanguage(word)) return;
    storeLanguage(word);
    speak(word).then(
      () => setLost(false),
      () => setLost(true),
    );
  };
  return (
    <>
      {isLost && <span role="alert">{t("app.noWords")}</span>}
      <select
        aria-label={t("nav.language")}
        value={i18n.language}
        onChange={(event) => choose(event.target.value)}
      >
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}

export function ThemeChoice() {
  const { t } = useTranslation();
  return (
    <select
      aria-label={t("nav.theme")}
      value={useTheme()}
      onChange={(event) => wear(event.target.value as Theme)}
    >
      {THEMES.map((name) => (
        <option key={name} value={name}>
          {t(THEME_KEYS[name])}
        </option>
      ))}
    </select>
  );
}
