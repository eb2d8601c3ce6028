/** Emotions beside favorites: the stronger the number, the stronger the tint; one stop for Tab, arrow keys inside. */
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CellState, LoopCell } from "../api/loop";
import { EMOTIONS } from "../pool/words";
import { type Measure, type Place, type Row, strongest, walked } from "./cells";
import { emotionName, favoriteName, valueText } from "./names";

interface Props {
  rows: readonly Row[];
  cells: readonly LoopCell[];
  measure: Measure;
  state: CellState | null; // cells of other states step back
  onChoose: (cell: LoopCell) => void;
}

const MARKS: Readonly<Record<CellState, string>> = { tired: "↓", thin: "◌", unknown: "", ok: "" };

export function HeatTable({ rows, cells, measure, state, onChoose }: Props) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const most = strongest(cells, measure);
  const here = { row: Math.min(at.row, rows.length - 1), column: at.column };
  const press = (event: KeyboardEvent) => {
    const to = event.ctrlKey || event.altKey || event.metaKey ? null : walked(event.key, here, rows.length);
    if (!to) return;
    event.preventDefault();
    table.current?.querySelector<HTMLElement>(`[data-place="${to.row}/${to.column}"]`)?.focus();
  };
  return (
    <div className="loop-scroll">
      <table ref={table} className="heat" onKeyDown={press}>
        <caption className="hidden">{t("loop.caption", { measure: t(`loop.measure.${measure}`) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("loop.favorite")}</th>
            {EMOTIONS.map((emotion) => (
              <th key={emotion} scope="col">
                {emotionName(t, emotion)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ favorite, cells: row }, index) => (
            <tr key={favorite}>
              <th scope="row">{favoriteName(t, favorite)}</th>
              {EMOTIONS.map((emotion, column) => (
                <HeatCell
                  key={emotion}
                  cell={row[column] ?? null}
                  place={`${index}/${column}`}
                  isAt={here.row === index && here.column === column}
                  measure={measure}
                  most={most}
                  isBack={state !== null && row[column]?.state !== state}
                  onFocus={(cell) => {
                    setAt({ row: index, column });
                    if (cell) onChoose(cell);
                  }}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft loop-legend">
        <span aria-hidden="true">{MARKS.thin}</span> {t("loop.state.thin")}{" "}
        <span aria-hidden="true">{MARKS.tired}</span> {t("loop.state.tired")} · {t("loop.keys")}
      </p>
    </div>
  );
}

interface CellProps {
  cell: LoopCell | null;
  place: string;
  isAt: boolean;
  measure: Measure;
  most: number;
  isBack: boolean;
  onFocus: (cell: LoopCell | null) => void;
}

function HeatCell({ cell, place, isAt, measure, most, isBack, onFocus }: CellProps) {
  const { t, i18n } = useTranslation();
  const heat = cell && most > 0 ? Math.round((100 * (cell[measure] ?? 0)) / most) : 0;
  const value = cell ? valueText(i18n.language, cell, measure) : "–";
  const words = cell ? [value, t(`loop.state.${cell.state}`)].join(", ") : t("loop.noCell");
  return (
    <td>
      <button
        type="button"
        className={isBack ? "heat-cell back" : "heat-cell"}
        style={{ "--heat": `${heat}%` }}
        data-place={place}
        data-state={cell?.state}
        tabIndex={isAt ? 0 : -1}
        aria-label={words}
        onFocus={() => onFocus(cell)}
        onClick={(event) => event.currentTarget.focus()} // Safari focuses no button by a click
      >
        {value}
        {cell && MARKS[cell.state] && <span className="heat-mark">{MARKS[cell.state]}</span>}
      </button>
    </td>
  );
}
