/** Which mood and favorite the recommender chooses for. */
import { useTranslation } from "react-i18next";
import type { Source } from "../api/displays";
import { Choice } from "../curate/filterFields";
import { favoriteName } from "../pool/names";
import { EMOTIONS, favoritesWith } from "../pool/words";

const ROTATIONS_S = [0, 30, 60, 300, 900, 3_600] as const;

export function SourceFields({ source, onChange }: { source: Source; onChange: (source: Source) => void }) {
  const { t } = useTranslation();
  const rotations = ROTATIONS_S.includes(source.rotate_s as 0)
    ? ROTATIONS_S
    : [...ROTATIONS_S, source.rotate_s];
  return (
    <div className="place-fields">
      <Choice
        name={t("dashboard.kind.emotion")}
        value={source.emotion || null}
        none={t("displays.anyMood")}
        values={EMOTIONS.map((word) => [word, t(`garden.emotion.${word}`), undefined])}
        onChange={(emotion) => onChange({ ...source, kind: "recommended", emotion: emotion ?? "" })}
      />
      <Choice
        name={t("curate.filter.favorite")}
        value={source.favorite || null}
        none={t("displays.asOutside")}
        values={favoritesWith(null, null, null).map((word) => [word, favoriteName(t, word), undefined])}
        onChange={(favorite) => onChange({ ...source, kind: "recommended", favorite: favorite ?? "" })}
      />
      <label className="field">
        <span>{t("displays.rotate")}</span>
        <select
          value={source.rotate_s}
          onChange={({ target }) => onChange({ ...source, rotate_s: Number(target.value) })}
        >
          {rotations.map((rotate_s) => (
            <option key={rotate_s} value={rotate_s}>
              {rotate_s === 0
                ? t("displays.never")
                : rotate_s < 60
                  ? t("time.seconds", { count: rotate_s })
                  : t("time.minutes", { count: Math.round(rotate_s / 60) })}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
