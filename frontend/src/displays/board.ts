/** The screens of a zone while somebody puts pictures on them: nothing is shown before all of it is sent as one change. */

export const ORIENTATIONS = ["h", "v"] as const;
export type Orientation = (typeof ORIENTATIONS)[number];
export const MOST = 9; // places of a zone in each orientation

/** A place as the server names it: `3h` is the third landscape one. */
export type SlotName = `${number}${Orientation}`;

export const slotName = (number: number, orientation: Orientation): SlotName => `${number}${orientation}`;
export const slotsOf = (orientation: Orientation): readonly SlotName[] =>
  Array.from({ length: MOST }, (_, index) => slotName(index + 1, orientation));
export const orientationOf = (slot: SlotName): Orientation => (slot.endsWith("v") ? "v" : "h");

/** A picture that can be put on a screen. */
export interface Put {
  readonly item: string; // its key before visitors
  readonly face: string; // the address of its small picture
  readonly name: string;
  readonly orientation: Orientation;
}

/** What is to change, by place. */
export type Board = Readonly<Partial<Record<SlotName, Put>>>;

/** A picture on a place of its own orientation; another one leaves the board as it was. */
export const put = (board: Board, slot: SlotName, picture: Put): Board =>
  orientationOf(slot) === picture.orientation ? { ...board, [slot]: picture } : board;

export function taken(board: Board, slot: SlotName): Board {
  const { [slot]: _, ...others } = board;
  return others;
}

/** The next place of the same orientation that nothing is put on, else the next one; the last is followed by the first. */
export function nextSlot(board: Board, slot: SlotName): SlotName {
  const all = slotsOf(orientationOf(slot));
  const at = all.indexOf(slot);
  const around = [...all.slice(at + 1), ...all.slice(0, at)];
  return around.find((one) => !board[one]) ?? around[0] ?? slot;
}

/** What is sent: keys by place, null where a screen keeps its picture; an orientation without changes is empty. */
export function changeOf(board: Board): { portrait: (string | null)[]; landscape: (string | null)[] } {
  const keys = (orientation: Orientation) => {
    const all = slotsOf(orientation).map((slot) => board[slot]?.item ?? null);
    return all.slice(0, all.findLastIndex((key) => key !== null) + 1);
  };
  return { portrait: keys("v"), landscape: keys("h") };
}

export const countOf = (board: Board): number => Object.keys(board).length;

/** Places on which a picture would be that another place shows too, put there now or before. */
export function repeated(
  board: Board,
  shown: Readonly<Partial<Record<SlotName, string>>>,
): readonly SlotName[] {
  const all = ORIENTATIONS.flatMap(slotsOf);
  const after = new Map(all.map((slot) => [slot, board[slot]?.item ?? shown[slot]]));
  const keys = [...after.values()];
  return (Object.keys(board) as SlotName[]).filter(
    (slot) => keys.filter((key) => key === board[slot]?.item).length > 1,
  );
}
