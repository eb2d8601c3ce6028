/** Keys that are pressed anywhere on the page, and not meant for a field or a dialog. */
import { useEffect, useRef } from "react";

export function useDeskKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!isElsewhere(event)) latest.current(event);
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
}

/** Whether a key presses what has the focus. */
export const isOnButton = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest("button, a, summary") !== null;

const isElsewhere = ({ target, defaultPrevented, isComposing }: KeyboardEvent): boolean =>
  defaultPrevented ||
  isComposing ||
  (target instanceof Element &&
    target.closest("input:not([type=checkbox]), select, textarea, dialog") !== null) ||
  document.querySelector("dialog[open]") !== null;
