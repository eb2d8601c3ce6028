/** The table behind a chart, and the same as CSV. */
import type { Grid } from "./grid";

export type Value = number | string | null; // null: not known

export interface Table {
  readonly columns: readonly string[]; // the first one is of the rows' names
  readonly rows: readonly (readonly [string, ...Value[]])[];
}

export const tableOf = (corner: string, { rows, columns, values }: Grid): Table => ({
  columns: [corner, ...columns.map(({ label }) => label)],
  rows: rows.map(({ label }, row) => [label, ...(values[row] ?? [])]),
});

/** RFC 4180: lines end with CRLF, and what holds a comma, a quote or a line's end is quoted. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

function cell(value: Value): string {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
