/** A picture whose look is followed: this one, or another from a file or the library. */
import { useTranslation } from "react-i18next";
import "../../style/studio-wishes.css";
import { PRECISIONS } from "../model/sheet";
import { useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { heeds } from "./honours";
import { OtherReference } from "./OtherReference";
import { Unheeded } from "./Unheeded";
import { useWish } from "./useWish";

export function ReferencePanel() {
  const { t } = useTranslation();
  const engine = useEngine();
  const wishes = useStudio((studio) => sheetOf(studio).wishes);
  const wish = useWish();
  const isHeeded = heeds(engine, "reference");
  const { useReference, otherReference, reference, referencePrecision } = wishes;
  return (
    <div className="wish-panel">
      <label className="check">
        <input
          type="checkbox"
          checked={useReference && isHeeded}
          disabled={!isHeeded}
          onChange={(event) => wish({ useReference: event.target.checked })}
        />
        <span>{t("reference.use")}</span>
      </label>
      <Unheeded isHeeded={isHeeded} engine={engine?.engine} />
      <fieldset className="segments" disabled={!isHeeded}>
        <legend>{t("reference.which")}</legend>
        {[false, true].map((isOther) => (
          <label key={String(isOther)}>
            <input
              type="radio"
              name="which-reference"
              checked={otherReference === isOther}
              onChange={() => wish({ otherReference: isOther })}
            />
            {t(isOther ? "reference.other" : "reference.this")}
          </label>
        ))}
      </fieldset>
      {otherReference && (
        <OtherReference
          picture={reference}
          isDisabled={!isHeeded}
          onChoose={(id) => wish({ reference: id, otherReference: true, useReference: true })}
        />
      )}
      {useReference && otherReference && reference === null && isHeeded && (
        <p className="warning" role="status">
          {t("lack.reference")}
        </p>
      )}
      <fieldset className="segments" disabled={!isHeeded}>
        <legend>{t("reference.precision")}</legend>
        {PRECISIONS.map((precision) => (
          <label key={precision}>
            <input
              type="radio"
              name="reference-precision"
              checked={referencePrecision === precision}
              onChange={() => wish({ referencePrecision: precision })}
            />
            {t(`precision.${precision}`)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
