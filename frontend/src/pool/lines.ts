/** Where the cells of a wall of pictures lie: lines of one height, so that the hundred-thousandth is found by arithmetic. */
export interface Lines {
  readonly columns: number;
  readonly cell_px: number; // width, with its gap
  readonly line_px: number; // height, with its gap
}

const LEAST_COLUMNS = 2;

/** `ratio`: width over height of a cell. */
export function linesOf(width_px: number, wish_px: number, ratio: number): Lines {
  const columns = Math.max(LEAST_COLUMNS, Math.floor(width_px / wish_px));
  const cell_px = width_px / columns;
  return { columns, cell_px, line_px: Math.max(1, Math.round(cell_px / ratio)) };
}

export const heightOf = ({ columns, line_px }: Lines, rows: number): number =>
  Math.ceil(rows / columns) * line_px;

const AROUND = 2; // lines that are drawn above and below what is seen

/** The rows from `first` to before `end` that a window of `height_px` shows when it is scrolled by `top_px`. */
export function seenAt(
  lines: Lines,
  top_px: number,
  height_px: number,
  rows: number,
): { first: number; end: number } {
  const from = Math.max(0, Math.floor(top_px / lines.line_px) - AROUND);
  const to = Math.ceil((top_px + height_px) / lines.line_px) + AROUND;
  return { first: Math.min(rows, from * lines.columns), end: Math.min(rows, to * lines.columns) };
}

/** How far to scroll so that a row is in sight; as little as possible. */
export function scrollFor(lines: Lines, row: number, top_px: number, height_px: number): number {
  const above = Math.floor(row / lines.columns) * lines.line_px;
  if (above < top_px) return above;
  const below = above + lines.line_px - height_px;
  return below > top_px ? below : top_px;
}

/** The row that a key leads to from `at`; null: the key does not walk. */
export function walkedTo(
  key: string,
  at: number,
  rows: number,
  columns: number,
  linesSeen = 4,
): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * linesSeen,
    PageDown: columns * linesSeen,
    Home: -rows,
    End: rows,
  };
  const step = steps[key];
  if (step === undefined || rows === 0) return null;
  const to = at + step;
  const isPastEdge = Math.abs(step) === columns && (to < 0 || to >= rows);
  return isPastEdge ? at : Math.min(Math.max(0, to), rows - 1);
}
