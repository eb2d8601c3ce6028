/** Which number the table shows, of which cells, in which order. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CELL_STATES } from "../api/loop";
import { SEASONS } from "../pool/words";
import { MEASURES, SORTS, type View } from "./cells";

export type Orientation = "h" | "v" | null;
const ORIENTATIONS = ["h", "v"] as const;

interface Props {
  view: View;
  orientation: Orientation;
  onView: (view: View) => void;
  onOrientation: (orientation: Orientation) => void;
}

export function ViewBar({ view, orientation, onView, onOrientation }: Props) {
  const { t } = useTranslation();
  const find = <Word extends string>(words: readonly Word[], word: string) =>
    words.find((one) => one === word) ?? null;
  return (
    <div className="loop-view">
      <Choice
        label={t("loop.show")}
        value={view.measure}
        onChange={(word) => onView({ ...view, measure: find(MEASURES, word) ?? "serving" })}
      >
        {MEASURES.map((one) => (
          <option key={one} value={one}>
            {t(`loop.measure.${one}`)}
          </option>
        ))}
      </Choice>
      <Choice
        label={t("loop.sort")}
        value={view.sort}
        onChange={(word) => onView({ ...view, sort: find(SORTS, word) ?? "words" })}
      >
        {SORTS.map((one) => (
          <option key={one} value={one}>
            {t(`loop.order.${one}`)}
          </option>
        ))}
      </Choice>
      <Choice
        label={t("loop.season")}
        value={view.season ?? ""}
        onChange={(word) => onView({ ...view, season: find(SEASONS, word) })}
      >
        <option value="">{t("loop.all")}</option>
        {SEASONS.map((one) => (
          <option key={one} value={one}>
            {t(`garden.season.${one}`)}
          </option>
        ))}
      </Choice>
      <Choice
        label={t("loop.only")}
        value={view.state ?? ""}
        onChange={(word) => onView({ ...view, state: find(CELL_STATES, word) })}
      >
        <option value="">{t("loop.all")}</option>
        {CELL_STATES.map((one) => (
          <option key={one} value={one}>
            {t(`loop.state.${one}`)}
          </option>
        ))}
      </Choice>
      <Choice
        label={t("loop.orientation")}
        value={orientation ?? ""}
        onChange={(word) => onOrientation(find(ORIENTATIONS, word))}
      >
        <option value="">{t("loop.both")}</option>
        {ORIENTATIONS.map((one) => (
          <option key={one} value={one}>
            {t(`garden.orientation.${one}`)}
          </option>
        ))}
      </Choice>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (word: string) => void;
  children: ReactNode;
}

const Choice = ({ label, value, onChange, children }: ChoiceProps) => (
  <label className="field">
    <span>{label}</span>
    <select value={value} onChange={(event) => onChange(event.target.value)}>
      {children}
    </select>
  </label>
);
