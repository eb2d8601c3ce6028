/** The sign to print, in each language of the place. */
import { useTranslation } from "react-i18next";
import type { PlaceLanguage } from "../api/place";
import { address } from "../base";
import { Sheet } from "../settings/Sheet";
import { LANGUAGES } from "../text/i18n";

export function SignSheet({ languages }: { languages: readonly PlaceLanguage[] }) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("place.sign")} hint={t("place.signHint")}>
      <div className="actions">
        {languages.map((language) => (
          <a
            key={language}
            className="button"
            href={address(`sign?language=${language}`)}
            target="_blank"
            rel="noreferrer"
            lang={language}
          >
            {LANGUAGES[language]}
          </a>
        ))}
      </div>
    </Sheet>
  );
}
