/** Language and appearance, which this browser remembers. */
import { useTranslation } from "react-i18next";
import { LanguageChoice, ThemeChoice } from "../shell/choices";
import { Sheet } from "./Sheet";

export function AppearanceSheet() {
  const { t } = useTranslation();
  return (
    <Sheet title={t("settings.appearance")} hint={t("settings.appearanceHint")}>
      <div className="settings-pair">
        <div className="field">
          <span aria-hidden="true">{t("nav.language")}</span>
          <LanguageChoice />
        </div>
        <div className="field">
          <span aria-hidden="true">{t("nav.theme")}</span>
          <ThemeChoice />
        </div>
      </div>
    </Sheet>
  );
}
