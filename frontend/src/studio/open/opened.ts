/** The pictures that are open in this tab, in the order in which they were opened; they survive a reload. */
import { type Cell, newCell } from "../model/cell";

const KEY = "hwawon-opened";
const MOST = 24;

export function opened(
  storage: Pick<Storage, "getItem" | "setItem"> = sessionStorage,
): Cell<readonly string[]> {
  const cell = newCell<readonly string[]>(stored(storage));
  cell.subscribe(() => storage.setItem(KEY, JSON.stringify(cell.get())));
  return cell;
}

function stored(storage: Pick<Storage, "getItem">): readonly string[] {
  try {
    const ids: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
  } catch {
    return []; // written by hand or by another version: nothing is open
  }
}

/** The list with these pictures in it, each once; the oldest leave when there are too many. */
export const withOpened = (ids: readonly string[], more: readonly string[]): readonly string[] =>
  [...ids, ...more.filter((id) => !ids.includes(id))].slice(-MOST);

export const withoutOpened = (ids: readonly string[], id: string): readonly string[] =>
  ids.filter((one) => one !== id);
