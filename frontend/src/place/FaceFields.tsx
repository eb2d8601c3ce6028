/** What may be read from a face, and how visitors are known again. */
import { useTranslation } from "react-i18next";
import { RETURNING } from "../api/place";
import { isForbidden } from "./draft";
import { Switch, WholeNumber } from "./fields";
import type { Part } from "./PlaceForm";

export function FaceFields({ draft, change }: Part) {
  const { t } = useTranslation();
  const isOff = isForbidden(draft.kind);
  return (
    <>
      <Switch
        name={t("place.emotionReading")}
        hint={t(isOff ? "place.law" : "place.emotionReadingHint")}
        isOn={draft.emotion_reading && !isOff}
        isOff={isOff}
        onChange={(emotion_reading) => change({ emotion_reading })}
      />
      <Switch
        name={t("place.ageAndGender")}
        hint={t("place.ageAndGenderHint")}
        isOn={draft.age_and_gender}
        onChange={(age_and_gender) => change({ age_and_gender })}
      />
      <div className="place-fields">
        <label className="field">
          <span>{t("place.returning")}</span>
          <select
            value={draft.returning}
            onChange={({ target }) =>
              change({ returning: RETURNING.find((one) => one === target.value) ?? draft.returning })
            }
          >
            {RETURNING.map((one) => (
              <option key={one} value={one}>
                {t(`place.returningBy.${one}`)}
              </option>
            ))}
          </select>
          <span className="soft">{draft.returning === "face" ? t("place.faceHint") : ""}</span>
        </label>
        <WholeNumber
          draft={draft}
          change={change}
          name="child_age"
          label={t("place.childAge")}
          hint={t("place.childAgeHint")}
        />
        <WholeNumber
          draft={draft}
          change={change}
          name="minimum_group"
          label={t("place.minimumGroup")}
          hint={t("place.minimumGroupHint")}
        />
      </div>
    </>
  );
}
