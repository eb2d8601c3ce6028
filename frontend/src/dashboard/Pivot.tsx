/** A table that is turned as one likes: one kind of words down, another across. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "../api/statistics";
import { sum } from "./charts/grid";
import { TableView } from "./charts/TableView";
import { tableOf } from "./charts/table";
import { pairOf } from "./words";

const ROWS = ["generation", "time", "weather"] as const;
const COLUMNS = ["season", "gender"] as const;

export function Pivot({ data }: { data: Statistics }) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<(typeof ROWS)[number]>("generation");
  const [columns, setColumns] = useState<(typeof COLUMNS)[number]>("season");
  const grid = pairOf(t, data, rows, columns);
  const withSums = {
    rows: grid.rows,
    columns: [...grid.columns, { key: "sum", label: t("dashboard.sum") }],
    values: grid.values.map((row) => [...row, sum(row)]),
  };
  const title = t("dashboard.chart.pivot");
  return (
    <section className="chart-card" aria-label={title}>
      <h2>{title}</h2>
      <div className="dashboard-view">
        <Turn name={t("dashboard.down")} value={rows} words={ROWS} onChange={setRows} />
        <Turn name={t("dashboard.across")} value={columns} words={COLUMNS} onChange={setColumns} />
      </div>
      {grid.rows.length === 0 ? (
        <p className="soft">{t("dashboard.nothingHere")}</p>
      ) : (
        <TableView
          table={tableOf(t(`dashboard.kind.${rows}`), withSums)}
          title={title}
          file={`${rows}-${columns}`}
        />
      )}
    </section>
  );
}

interface TurnProps<Word extends string> {
  name: string;
  value: Word;
  words: readonly Word[];
  onChange: (word: Word) => void;
}

function Turn<Word extends "generation" | "time" | "weather" | "season" | "gender">({
  name,
  value,
  words,
  onChange,
}: TurnProps<Word>) {
  const { t } = useTranslation();
  return (
    <label className="field">
      <span>{name}</span>
      <select
        value={value}
        onChange={({ target }) => onChange(words.find((one) => one === target.value) ?? value)}
      >
        {words.map((one) => (
          <option key={one} value={one}>
            {t(`dashboard.kind.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
