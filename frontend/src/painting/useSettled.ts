/** A value once it has stopped changing for a moment, so that not each key pressed is a question to the server. */
import { useEffect, useState } from "react";

export function useSettled<Value>(value: Value, after_ms = 300): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after_ms);
    return () => clearTimeout(timer);
  }, [value, after_ms]);
  return settled;
}
