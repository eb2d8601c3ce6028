/** Does something with the last of several values, a moment after it came, or at the latest when the page is left. */
import { useCallback, useEffect, useRef, useState } from "react";

export interface Later<Value> {
  readonly isWaiting: boolean; // a value came, and nothing is done with it yet
  (value: Value): void;
}

export function useLater<Value>(act: (value: Value) => void, after_ms = 500): Later<Value> {
  const latest = useRef(act);
  latest.current = act;
  const waiting = useRef<{ value: Value; timer: ReturnType<typeof setTimeout> } | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const now = useCallback(() => {
    const last = waiting.current;
    if (!last) return;
    clearTimeout(last.timer);
    waiting.current = null;
    setWaiting(false);
    latest.current(last.value);
  }, []);
  useEffect(() => now, [now]);
  const later = useCallback(
    (value: Value) => {
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { value, timer: setTimeout(now, after_ms) };
      setWaiting(true);
    },
    [now, after_ms],
  );
  return Object.assign((value: Value) => later(value), { isWaiting });
}
