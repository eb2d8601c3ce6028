/** A chart on its sheet, and behind it the same numbers as a table that can be taken along as CSV. */
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { TableView } from "./TableView";
import type { Table } from "./table";

interface Props {
  title: string;
  table: Table;
  file: string; // the name of the CSV, without its suffix
  isWide?: boolean;
  children: ReactNode;
}

export function ChartCard({ title, table, file, isWide = false, children }: Props) {
  const { t } = useTranslation();
  const heading = useId();
  const isEmpty = table.rows.length === 0;
  return (
    <section className={isWide ? "chart-card wide" : "chart-card"} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {isEmpty ? <p className="soft">{t("dashboard.nothingHere")}</p> : children}
      {!isEmpty && (
        <details>
          <summary>{t("dashboard.asTable")}</summary>
          <TableView table={table} title={title} file={file} />
        </details>
      )}
    </section>
  );
}
