/**
 * A list of a hundred thousand pictures of which a few pages are held. A page is read after the one before it where
 * that is held, else by its number, so that the scroll bar is honest and can be dragged anywhere.
 */
import type { Begin, PoolPage, PoolPicture } from "../api/pool";

export const ROWS_A_PAGE = 100;
const MOST_PAGES = 8; // around the eye
const MOST_JUDGED = 60; // pages more, whose pictures left the filter by a verdict

export interface Page {
  readonly items: readonly PoolPicture[];
  readonly next: string | null;
}

export interface Roll {
  readonly pages: ReadonlyMap<number, Page>;
  readonly total: number | null; // on the server, which does not count those that left; null: not known
  readonly isExact: boolean; // else there are at least so many
  readonly gone: ReadonlySet<string>; // ids that are shown still, though they fit no more
}

export const emptyRoll: Roll = { pages: new Map(), total: null, isExact: false, gone: new Set() };

/** The numbers of the pages that hold the rows from `first` to before `end`. */
export function pagesOf(first: number, end: number): number[] {
  const from = Math.floor(Math.max(0, first) / ROWS_A_PAGE);
  const to = Math.floor(Math.max(0, end - 1, first) / ROWS_A_PAGE);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const goneIn = (roll: Roll, page: Page): number => page.items.filter(({ id }) => roll.gone.has(id)).length;

/** Where the server begins to read for a page. */
export function beginOf(roll: Roll, page: number): Begin {
  const before = roll.pages.get(page - 1);
  if (before?.next) return { cursor: before.next };
  const left = [...roll.pages].filter(([number]) => number < page);
  return {
    position: page * ROWS_A_PAGE - left.reduce((sum, [, earlier]) => sum + goneIn(roll, earlier), 0),
  };
}

export const withPage = (
  roll: Roll,
  page: number,
  { items, next_cursor, total, total_is_exact = true }: PoolPage,
): Roll => ({
  ...roll,
  pages: new Map([...roll.pages, [page, { items, next: next_cursor }]]),
  total: total ?? roll.total,
  isExact: total === null ? roll.isExact : total_is_exact,
});

/** The rows that the list has, as far as is known. */
export function rowsIn({ pages, total, isExact, gone }: Roll): number {
  const held = [...pages].map(([page, { items }]) => page * ROWS_A_PAGE + items.length);
  const ends = [...pages]
    .filter(([, { next }]) => next === null)
    .map(([page, { items }]) => page * ROWS_A_PAGE + items.length);
  if (ends.length > 0) return Math.max(...ends);
  const known = Math.max(0, ...held);
  const more = known + (pages.size > 0 ? ROWS_A_PAGE : 0);
  if (total === null) return more;
  return isExact ? Math.max(known, total + gone.size) : Math.max(more, total + gone.size);
}

export const itemAt = ({ pages }: Roll, row: number): PoolPicture | null =>
  pages.get(Math.floor(row / ROWS_A_PAGE))?.items[row % ROWS_A_PAGE] ?? null;

/** The row of a picture among those that are held, or null. */
export function rowOf({ pages }: Roll, id: string): number | null {
  for (const [page, { items }] of pages) {
    const index = items.findIndex((item) => item.id === id);
    if (index >= 0) return page * ROWS_A_PAGE + index;
  }
  return null;
}

/** The same list with newer versions of its pictures; those that fit no more stay in sight, and are counted. */
export function patched(
  roll: Roll,
  items: readonly PoolPicture[],
  fits: (item: PoolPicture) => boolean,
): Roll {
  const newer = new Map(items.map((item) => [item.id, item]));
  const gone = new Set(roll.gone);
  let hasChanged = false;
  const pages = [...roll.pages].map(([number, page]): [number, Page] => {
    if (!page.items.some(({ id }) => newer.has(id))) return [number, page];
    hasChanged = true;
    for (const { id } of page.items) {
      const item = newer.get(id);
      if (item && fits(item)) gone.delete(id);
      else if (item) gone.add(id);
    }
    return [number, { ...page, items: page.items.map((item) => newer.get(item.id) ?? item) }];
  });
  if (!hasChanged) return roll;
  const left = gone.size - roll.gone.size;
  return {
    ...roll,
    pages: new Map(pages),
    total: roll.total === null ? null : Math.max(0, roll.total - left),
    gone,
  };
}

/** The same list without the pages that are far from a page; those with judged pictures stay longer. */
export function forgotten(roll: Roll, near: number): Roll {
  const byDistance = [...roll.pages.keys()].toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near));
  const judged = byDistance.filter((number) => goneIn(roll, roll.pages.get(number) ?? nothing) > 0);
  const kept = new Set([...byDistance.slice(0, MOST_PAGES), ...judged.slice(0, MOST_JUDGED)]);
  if (kept.size === roll.pages.size) return roll;
  const pages = new Map([...roll.pages].filter(([number]) => kept.has(number)));
  const ids = new Set([...pages.values()].flatMap(({ items }) => items.map(({ id }) => id)));
  return { ...roll, pages, gone: new Set([...roll.gone].filter((id) => ids.has(id))) };
}

const nothing: Page = { items: [], next: null };

/** Several pages may hold a picture for a moment, while others change the list: the first row is its own. */
export const heldItems = ({ pages }: Roll): { readonly row: number; readonly item: PoolPicture }[] =>
  [...pages].flatMap(([page, { items }]) =>
    items.map((item, index) => ({ row: page * ROWS_A_PAGE + index, item })),
  );
