/** The last jobs that were asked for here, newest first; this browser keeps them, the server has the rest. */
import { useEffect, useState } from "react";

const KEY = "hwawon.generated";
export const MOST_RECENT = 10;

/** With this one as the newest, once. */
export const withNewest = (ids: readonly string[], id: string): string[] =>
  [id, ...ids.filter((one) => one !== id)].slice(0, MOST_RECENT);

/** What is kept, whatever else has been put there. */
export function recentIn(kept: string | null): string[] {
  try {
    const ids: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(0, MOST_RECENT) : [];
  } catch {
    return [];
  }
}

function kept(): string[] {
  try {
    return recentIn(localStorage.getItem(KEY));
  } catch {
    return []; // a browser that lets no page keep anything
  }
}

function keep(ids: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // as above: they are remembered until the page is left
  }
}

/** The jobs before `current`, which is the newest from now on if it is there at all. */
export function useRecent(current: string | null, isThere: boolean): readonly string[] {
  const [ids, setIds] = useState(kept);
  useEffect(() => {
    if (current === null || !isThere) return;
    setIds((before) => (before[0] === current ? before : withNewest(kept(), current)));
  }, [current, isThere]);
  useEffect(() => {
    if (ids.length > 0) keep(ids);
  }, [ids]);
  return ids.filter((id) => id !== current);
}
