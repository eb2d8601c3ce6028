/** The bar on top: name, pages, the machine's switch, language, appearance, sign-out. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/client";
import { PowerSwitch } from "../power/PowerSwitch";
import type { Switch } from "../power/usePower";
import { isLanguage, LANGUAGES, speak } from "../text/i18n";
import { Flower } from "./icons";
import { Navigation } from "./Navigation";
import { storedTheme, storeLanguage, THEMES, type Theme, wear } from "./preferences";
import { libraryLink, type Route } from "./route";

const THEME_KEYS = { auto: "nav.themeAuto", light: "nav.themeLight", dark: "nav.themeDark" } as const;

interface Props {
  route: Route | null;
  signedIn: boolean;
  machine: Switch | null; // null: there is no switch
}

export function Header({ route, signedIn, machine }: Props) {
  const { t } = useTranslation();
  return (
    <header className="bar">
      <a className="brand" href={libraryLink}>
        <Flower />
        <span>{t("app.name")}</span>
      </a>
      {signedIn && <Navigation route={route} />}
      {machine && <PowerSwitch machine={machine} />}
      <div className="bar-end">
        <LanguageChoice />
        <ThemeChoice />
        {signedIn && <SignOut />}
      </div>
    </header>
  );
}

function LanguageChoice() {
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

function ThemeChoice() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const choose = (chosen: Theme) => {
    wear(chosen);
    setTheme(chosen);
  };
  return (
    <select
      aria-label={t("nav.theme")}
      value={theme}
      onChange={(event) => choose(event.target.value as Theme)}
    >
      {THEMES.map((name) => (
        <option key={name} value={name}>
          {t(THEME_KEYS[name])}
        </option>
      ))}
    </select>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: signOut, onSuccess: () => queries.resetQueries() });
  return (
    <button type="button" className="quiet" disabled={leave.isPending} onClick={() => leave.mutate()}>
      {t("nav.signOut")}
    </button>
  );
}
