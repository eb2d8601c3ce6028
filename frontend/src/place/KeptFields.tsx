/** After how many days something is deleted by itself. */
import { useTranslation } from "react-i18next";
import { KEPT } from "../api/place";
import { wrongIn } from "./draft";
import { WholeNumber } from "./fields";
import type { Part } from "./PlaceForm";

export function KeptFields({ draft, change }: Part) {
  const { t } = useTranslation();
  const shown = KEPT.filter((name) => name !== "prints_days" || draft.returning === "face");
  return (
    <>
      <div className="place-fields">
        {shown.map((name) => (
          <WholeNumber key={name} draft={draft} change={change} name={name} label={t(`place.days.${name}`)} />
        ))}
      </div>
      {wrongIn(draft).includes("codes_too_short") && (
        <p className="place-law" role="alert">
          {t("place.codesTooShort")}
        </p>
      )}
    </>
  );
}
