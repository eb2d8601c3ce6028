/** What the keys mean on a token, and how they walk through a list of suggestions. */

export type TokenKey =
  | { readonly does: "walk"; readonly by: number } // to the token before or after
  | { readonly does: "end"; readonly last: boolean } // to the first or the last one
  | { readonly does: "weigh"; readonly by: number }
  | { readonly does: "move"; readonly by: number }
  | { readonly does: "switch" }
  | { readonly does: "remove" };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const ARROWS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** Ctrl or Command with up and down weighs, Alt with an arrow moves, an arrow alone walks; null: not meant for a token. */
export function tokenKey({ key, ctrlKey, metaKey, altKey }: Key): TokenKey | null {
  const by = ARROWS[key];
  const isVertical = key === "ArrowUp" || key === "ArrowDown";
  if (by !== undefined) {
    if (ctrlKey || metaKey) return isVertical && !altKey ? { does: "weigh", by: -by } : null;
    return altKey ? { does: "move", by } : { does: "walk", by };
  }
  if (ctrlKey || metaKey || altKey) return null;
  if (key === "Home" || key === "End") return { does: "end", last: key === "End" };
  if (key === " ") return { does: "switch" };
  return key === "Delete" || key === "Backspace" ? { does: "remove" } : null;
}

/** The next suggestion: after the last comes the text itself (-1), then the first. */
export function stepped(active: number, by: number, count: number): number {
  const places = count + 1; // with the text itself
  return ((((active + 1 + by) % places) + places) % places) - 1;
}

/** Where a dragged token goes that is let go over another one, before or after its middle. */
export function goalOf(from: number, over: number, isAfter: boolean): number {
  const gap = isAfter ? over + 1 : over;
  return gap > from ? gap - 1 : gap;
}
