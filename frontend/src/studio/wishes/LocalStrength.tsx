/** The painted strength map: whether it is used, and what its brush paints. */
import { useTranslation } from "react-i18next";
import { emptyPlane, isEmpty } from "../model/plane";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { Slider } from "../tools/Slider";
import { heeds } from "./honours";
import { Unheeded } from "./Unheeded";

export function LocalStrength() {
  const { t } = useTranslation();
  const store = useStore();
  const engine = useEngine();
  const isUsed = useStudio((studio) => sheetOf(studio).wishes.useStrengths);
  const isBare = useStudio((studio) => isEmpty(sheetOf(studio).strengths));
  const value = useStudio((studio) => studio.localStrength);
  const isHeeded = heeds(engine, "strengths");
  const takeBrush = () => store.tell({ type: "take", tool: "strength" });
  return (
    <fieldset>
      <legend>{t("strength.map")}</legend>
      <label className="check">
        <input
          type="checkbox"
          checked={isUsed && isHeeded}
          disabled={!isHeeded}
          onChange={(event) => {
            store.tell({ type: "wish", wishes: { useStrengths: event.target.checked } });
            if (event.target.checked) takeBrush();
          }}
        />
        <span>{t("strength.useMap")}</span>
      </label>
      <Unheeded isHeeded={isHeeded} engine={engine?.engine} />
      {isHeeded && isUsed && (
        <>
          <Slider
            label={t("strength.brush")}
            unit="%"
            value={value}
            least={0}
            most={100}
            onChange={(strength) => {
              store.tell({ type: "localStrength", strength });
              takeBrush();
            }}
          />
          <div className="button-row">
            <button type="button" onClick={takeBrush}>
              {t("strength.takeBrush")}
            </button>
            <button
              type="button"
              disabled={isBare}
              onClick={() => store.tell({ type: "act", sheet: { strengths: emptyPlane } })}
            >
              {t("strength.clearMap")}
            </button>
          </div>
          <span className="soft">{t("strength.mapHint")}</span>
        </>
      )}
    </fieldset>
  );
}
