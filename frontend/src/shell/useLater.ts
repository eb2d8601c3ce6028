/** Does something with the last of several values, a moment after it came, or at the latest when the page is left. */
import { useCallback, useEffect, useRef } from "react";

export function useLater<Value>(act: (value: Value) => void, after_ms = 500): (value: Value) => void {
  const latest = useRef(act);
  latest.current = act;
  const waiting = useRef<{ value: Value; timer: ReturnType<typeof setTimeout> } | null>(null);
  const now = useCallback(() => {
    const last = waiting.current;
    if (!last) return;
    clearTimeout(last.timer);
    waiting.current = null;
    latest.current(last.value);
  }, []);
  useEffect(() => now, [now]);
  return useCallback(
    (value) => {
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { value, timer: setTimeout(now, after_ms) };
    },
    [now, after_ms],
  );
}
