/** Ctrl + Enter, or Command + Enter, executes from anywhere on the page. */
import { useEffect } from "react";

export function useExecuteKey(execute: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      execute();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [execute]);
}
