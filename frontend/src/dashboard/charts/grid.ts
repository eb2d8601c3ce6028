/** Counts by two words: what the charts draw, and the table behind each of them. */

export interface Name {
  readonly key: string;
  readonly label: string;
}

export interface Grid {
  readonly rows: readonly Name[];
  readonly columns: readonly Name[];
  readonly values: readonly (readonly number[])[]; // by row, then by column; counts from 0
}

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The grid of these counts; what is not counted is 0. */
export const gridOf = (counts: Counts, rows: readonly Name[], columns: readonly Name[]): Grid => ({
  rows,
  columns,
  values: rows.map(({ key }) => columns.map((column) => counts[key]?.[column.key] ?? 0)),
});

/** The same without rows and columns that are empty throughout. */
export function withoutEmpty({ rows, columns, values }: Grid): Grid {
  const keptRows = rows.map((_, row) => sum(values[row] ?? []) > 0);
  const keptColumns = columns.map((_, column) => sum(values.map((row) => row[column] ?? 0)) > 0);
  return {
    rows: rows.filter((_, row) => keptRows[row]),
    columns: columns.filter((_, column) => keptColumns[column]),
    values: values
      .filter((_, row) => keptRows[row])
      .map((row) => row.filter((_, column) => keptColumns[column])),
  };
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const totalOf = ({ values }: Grid): number => sum(values.map(sum));

/** The largest single count; 0 where there is none. */
export const largestOf = ({ values }: Grid): number => Math.max(0, ...values.flat());

/** Round steps for an axis from 0 that reaches `most`: at most six of them, the last not below it. */
export function ticksOf(most: number): readonly number[] {
  if (most <= 0) return [0, 1];
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}
