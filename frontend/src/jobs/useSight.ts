/** Which rows of a long list are in sight, while the window scrolls. */
import { type RefObject, useLayoutEffect, useState } from "react";
import { type Span, spanOf } from "./chain";

const ROW_PX = 72; // until the list has told how high its rows are

/** All rows of the list are as high as its first. */
export function useSight(list: RefObject<HTMLElement | null>): Span {
  const [sight, setSight] = useState<Span>({ first: 0, end: 20 });
  useLayoutEffect(() => {
    const look = () => {
      const element = list.current;
      if (!element) return;
      const row_px = element.querySelector("li")?.offsetHeight || ROW_PX;
      const now = spanOf(-element.getBoundingClientRect().top, innerHeight, row_px);
      setSight((before) => (before.first === now.first && before.end === now.end ? before : now));
    };
    look();
    const watcher = new ResizeObserver(look); // also where something above grows
    watcher.observe(document.body);
    addEventListener("scroll", look, { passive: true });
    return () => {
      watcher.disconnect();
      removeEventListener("scroll", look);
    };
  }, [list]);
  return sight;
}
