/** The cells as a table: emotions beside each other, favorites below each other, narrowed and sorted. */
import type { CellState, LoopCell } from "../api/loop";
import { EMOTIONS, favoriteOf, isEmotion, type Season } from "../pool/words";

export const MEASURES = ["serving", "rate", "shown", "liked", "pictures"] as const;
export type Measure = (typeof MEASURES)[number];
export const SORTS = ["words", "most", "least"] as const;
export type Sort = (typeof SORTS)[number];

export interface View {
  readonly measure: Measure;
  readonly sort: Sort;
  readonly season: Season | null;
  readonly state: CellState | null;
}

export const FIRST_VIEW: View = { measure: "serving", sort: "words", season: null, state: null };

export interface Row {
  readonly favorite: string;
  readonly cells: readonly (LoopCell | null)[]; // by emotion; null: there is no such cell
}

/** The rows to show; a state keeps the rows that have a cell of it. */
export function rowsOf(cells: readonly LoopCell[], { measure, sort, season, state }: View): readonly Row[] {
  const byFavorite = new Map<string, (LoopCell | null)[]>();
  for (const cell of cells) {
    if (!isEmotion(cell.emotion)) continue;
    const row = byFavorite.get(cell.favorite) ?? EMOTIONS.map(() => null);
    row[EMOTIONS.indexOf(cell.emotion)] = cell;
    byFavorite.set(cell.favorite, row);
  }
  const rows = [...byFavorite].map(([favorite, row]) => ({ favorite, cells: row }));
  const kept = rows.filter(
    (row) =>
      (season === null || favoriteOf(row.favorite)?.season === season) &&
      (state === null || row.cells.some((cell) => cell?.state === state)),
  );
  if (sort === "words") return kept;
  const way = sort === "most" ? -1 : 1;
  return kept.toSorted((a, b) => way * (sumOf(a, measure) - sumOf(b, measure)));
}

/** What a row is sorted by: the sum of its cells, or their common rate. */
function sumOf({ cells }: Row, measure: Measure): number {
  const sum = (of: (cell: LoopCell) => number) =>
    cells.reduce((total, cell) => total + (cell ? of(cell) : 0), 0);
  if (measure !== "rate") return sum((cell) => cell[measure]);
  const shown = sum((cell) => cell.shown);
  return shown > 0 ? sum((cell) => cell.liked) / shown : 0;
}

/** The strongest value, by which the others are tinted; 0 where there is none. */
export const strongest = (cells: readonly LoopCell[], measure: Measure): number =>
  cells.reduce((most, cell) => Math.max(most, cell[measure] ?? 0), 0);

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-8, 0],
  PageDown: [8, 0],
  Home: [0, -EMOTIONS.length],
  End: [0, EMOTIONS.length],
};

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads to from a place in so many rows; null: it does not walk. */
export function walked(key: string, { row, column }: Place, rows: number): Place | null {
  const step = STEPS[key];
  if (!step || rows === 0) return null;
  const within = (value: number, count: number) => Math.min(Math.max(0, value), count - 1);
  return { row: within(row + step[0], rows), column: within(column + step[1], EMOTIONS.length) };
}
