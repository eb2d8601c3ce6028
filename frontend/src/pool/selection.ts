/** Which pictures are chosen: some of them, or all that the filter finds, however many. */
export interface Selection {
  readonly isAll: boolean;
  readonly ids: ReadonlySet<string>; // of some
  readonly anchor: number | null; // the row where a choice with Shift begins
}

export const nothing: Selection = { isAll: false, ids: new Set(), anchor: null };
export const everything: Selection = { isAll: true, ids: new Set(), anchor: null };

export const isChosen = ({ isAll, ids }: Selection, id: string): boolean => isAll || ids.has(id);

export const isEmpty = ({ isAll, ids }: Selection): boolean => !isAll && ids.size === 0;

export const sizeOf = ({ isAll, ids }: Selection, rows: number): number => (isAll ? rows : ids.size);

export function toggled({ ids }: Selection, id: string, row: number): Selection {
  const after = new Set(ids);
  if (!after.delete(id)) after.add(id);
  return { isAll: false, ids: after, anchor: row };
}

/** From the anchor to a row; `at` gives the ids of the rows that are read. */
export function extended(
  { ids, anchor }: Selection,
  row: number,
  at: (row: number) => string | null,
): Selection {
  const from = anchor ?? row;
  const [first, last] = [Math.min(from, row), Math.max(from, row)];
  const range = Array.from({ length: last - first + 1 }, (_, index) => at(first + index));
  return { isAll: false, ids: new Set([...ids, ...range.filter((id) => id !== null)]), anchor: from };
}
