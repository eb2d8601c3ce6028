/**
 * A list of unknown length that is read page by page: which pages are known by their cursors, and which of them a part
 * of the list needs. Only those near the eye are held, so that the hundred-thousandth row costs what the first does.
 */

export interface Chain {
  readonly cursors: readonly (string | null)[]; // of each page known so far; every page but the last is full
  readonly lastRows: number | null; // how many rows the last page has; null: not read yet
}

export const firstPage: Chain = { cursors: [null], lastRows: null };

/** The chain once page number `page` has told its `rows` and the cursor of what follows. */
export function followed(chain: Chain, page: number, rows: number, next: string | null): Chain {
  const { cursors, lastRows } = chain;
  if (page >= cursors.length) return chain; // an answer to a question of before
  const isLast = page === cursors.length - 1;
  if (next === null) {
    return isLast && rows === lastRows ? chain : { cursors: cursors.slice(0, page + 1), lastRows: rows };
  }
  if (cursors[page + 1] === next) return chain;
  // Rows came or went before this point. The pages behind keep their beginnings until they are read again.
  const kept = [...cursors.slice(0, page + 1), next, ...cursors.slice(page + 2)];
  return { cursors: kept, lastRows: isLast ? null : lastRows };
}

/** The numbers of the known pages that hold the rows of `span`. */
export function pagesFor({ cursors }: Chain, { first, end }: Span, rowsAPage: number): number[] {
  const pageOf = (row: number) => Math.min(Math.floor(row / rowsAPage), cursors.length - 1);
  const from = pageOf(first);
  const to = pageOf(Math.max(first, end - 1));
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** How many rows there are, as far as is known: a page that is not read yet counts as full, but for the very first. */
export function rowsIn({ cursors, lastRows }: Chain, rowsAPage: number): number {
  const before = cursors.length - 1;
  return before * rowsAPage + (lastRows ?? (before > 0 ? rowsAPage : 0));
}

/** The rows from `first` to before `end`. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

const STEP = 4; // rows: a list that is scrolled slowly is not drawn anew for each

/** The rows that a window of `height_px` shows of a list whose top lies `above_px` over it, and about `around` more. */
export function spanOf(above_px: number, height_px: number, row_px: number, around = 8): Span {
  const first = Math.floor(above_px / row_px) - around;
  const end = Math.ceil((above_px + height_px) / row_px) + around;
  const from = Math.max(0, Math.floor(first / STEP) * STEP);
  return { first: from, end: Math.max(from + 1, Math.ceil(end / STEP) * STEP) };
}
