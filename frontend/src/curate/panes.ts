/** Which pictures stand side by side: one, two or four of the list, and perhaps one that is held beside them. */
export type Shape = 1 | 2 | 4;

export interface Panes {
  readonly shape: Shape;
  readonly first: number; // the row of the first of them
}

/** The panes around the row `at`: as they are while it is among them, else beginning or ending with it. */
export function panesAt({ shape, first }: Panes, at: number, rows: number, taken: number): Panes {
  const room = Math.max(1, shape - taken);
  const last = Math.max(0, rows - room);
  if (at >= first && at < first + room) return { shape, first: Math.min(first, last) };
  const from = at < first ? at - room + 1 : at;
  return { shape, first: Math.min(Math.max(0, from), last) };
}

/** The rows that are shown, from `first` on. */
export const rowsOf = ({ shape, first }: Panes, rows: number, taken: number): number[] =>
  Array.from({ length: Math.min(Math.max(1, shape - taken), rows - first) }, (_, index) => first + index);

/** C and V turn comparing on, and off where it is on already. */
export const shapeAfter = (before: Shape, wish: 2 | 4): Shape => (before === wish ? 1 : wish);
