/** The row of a list that the keys speak of. It goes with its job when the list moves, and has the focus where it had it. */
import { type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { JobPages } from "./useJobPages";

export interface Walk {
  readonly at: number;
  /** Make a row the present one; `withFocus` brings it into sight. */
  go(row: number, withFocus?: boolean): void;
  onFocus(event: FocusEvent): void;
  onBlur(event: FocusEvent): void;
}

export function useWalk(list: RefObject<HTMLElement | null>, pages: JobPages): Walk {
  const [mark, setMark] = useState<{ row: number; id: string | null }>({ row: 0, id: null });
  const isInside = useRef(false);
  const isWanted = useRef(false);
  const found = mark.id === null ? -1 : pages.held.findIndex(({ job }) => job.id === mark.id);
  const at = pages.held[found]?.row ?? Math.min(mark.row, Math.max(0, pages.rows - 1));
  const present = pages.jobAt(at)?.id ?? null;
  useLayoutEffect(() => {
    setMark((before) => (before.row === at && before.id === present ? before : { row: at, id: present }));
  }, [at, present]);
  // Without dependencies: a row that is not read yet has nothing to focus before a later drawing.
  useLayoutEffect(() => {
    const isLost = isInside.current && document.activeElement === document.body; // its job has left the list
    if (!isWanted.current && !isLost) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-row="${at}"]`);
    row?.scrollIntoView({ block: "nearest" });
    const box = row?.querySelector<HTMLElement>("input");
    box?.focus({ preventScroll: true });
    if (box) isWanted.current = false;
  });
  return {
    at,
    go: (row, withFocus = false) => {
      isWanted.current = withFocus;
      setMark({ row, id: pages.jobAt(row)?.id ?? null });
    },
    onFocus: ({ target }) => {
      isInside.current = true;
      const row = Number(target.closest<HTMLElement>("[data-row]")?.dataset.row ?? at);
      if (row !== at) setMark({ row, id: pages.jobAt(row)?.id ?? null });
    },
    onBlur: ({ relatedTarget }) => {
      const isStill = relatedTarget instanceof Node && list.current?.contains(relatedTarget);
      isInside.current = isStill === true;
    },
  };
}
