/** How kiosks behave, and what is written on pictures and shared pages. */
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../text/i18n";
import { PLACE_LANGUAGES, wrongIn } from "./draft";
import { Switch, WholeNumber, Words } from "./fields";
import type { Part } from "./PlaceForm";

export function KioskFields({ draft, change }: Part) {
  const { t } = useTranslation();
  const wrong = wrongIn(draft);
  return (
    <>
      <fieldset className="filter-many place-languages">
        <legend>{t("place.languages")}</legend>
        {PLACE_LANGUAGES.map((language) => (
          <label key={language}>
            <input
              type="checkbox"
              checked={draft.languages.includes(language)}
              onChange={({ target }) =>
                change({
                  languages: PLACE_LANGUAGES.filter((one) =>
                    one === language ? target.checked : draft.languages.includes(one),
                  ),
                })
              }
            />
            <span lang={language}>{LANGUAGES[language]}</span>
          </label>
        ))}
      </fieldset>
      {wrong.includes("languages") && (
        <p className="place-law" role="alert">
          {t("place.noLanguage")}
        </p>
      )}
      <Switch
        name={t("place.share")}
        hint={t("place.shareHint")}
        isOn={draft.share}
        onChange={(share) => change({ share })}
      />
      <Switch
        name={t("place.live")}
        hint={t("place.liveHint")}
        isOn={draft.live}
        onChange={(live) => change({ live })}
      />
      <div className="place-fields">
        <WholeNumber
          draft={draft}
          change={change}
          name="idle_s"
          label={t("place.idle")}
          hint={t("place.idleHint")}
        />
        <Words
          name={t("place.address")}
          hint={t(wrong.includes("address") ? "place.addressWrong" : "place.addressHint")}
          value={draft.address}
          isWrong={wrong.includes("address")}
          onChange={(address) => change({ address })}
        />
      </div>
      <div className="place-fields">
        {draft.languages.map((language) => (
          <Words
            key={language}
            name={t("place.label", { language: LANGUAGES[language] })}
            lang={language}
            value={draft.label[language] ?? ""}
            onChange={(words) => change({ label: { ...draft.label, [language]: words } })}
          />
        ))}
      </div>
      <p className="soft">{t("place.labelHint")}</p>
    </>
  );
}
