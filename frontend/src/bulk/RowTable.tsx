/** The rows that the generator made: one garden each, which can be taken out. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CloseIcon } from "../shell/icons";
import { without } from "./draft";
import type { PartProps } from "./NewRun";
import { keyOf } from "./wishes";

const SHOWN_AT_ONCE = 100; // thousands of rows would make the page slow

export function RowTable({ draft, onChange }: PartProps) {
  const { t } = useTranslation();
  const [shown, show] = useState(SHOWN_AT_ONCE);
  const { rows } = draft;
  if (rows.length === 0) return <p className="soft no-rows">{t("bulk.noRows")}</p>;
  return (
    <section className="rows" aria-label={t("bulk.rows")}>
      <h2>{t("bulk.rowCount", { count: rows.length })}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keys */}
      <section className="row-scroll" tabIndex={0} aria-label={t("bulk.rowCount", { count: rows.length })}>
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t("prompts.emotion")}</th>
              <th scope="col">{t("bulk.kinds.animals")}</th>
              <th scope="col">{t("bulk.favorite")}</th>
              <th scope="col">{t("wishes.prompt")}</th>
              <th scope="col">
                <span className="hidden">{t("bulk.takeOut")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, place) => (
              <tr key={keyOf(row)}>
                <td>{place + 1}</td>
                <td>{row.emotion}</td>
                <td>{row.animal}</td>
                <td>{row.favorite}</td>
                <td className="row-prompt">{row.prompt}</td>
                <td>
                  <button
                    type="button"
                    className="quiet only-icon"
                    aria-label={t("bulk.takeOutRow", { place: place + 1 })}
                    title={t("bulk.takeOut")}
                    onClick={() => onChange({ rows: without(draft, row).rows })}
                  >
                    <CloseIcon />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown && (
        <button type="button" className="more" onClick={() => show(shown + SHOWN_AT_ONCE)}>
          {t("bulk.moreRows", { count: rows.length - shown })}
        </button>
      )}
    </section>
  );
}
