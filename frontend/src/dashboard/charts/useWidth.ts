/** How wide a part of the page is, so that a drawing fills it while its letters keep their size. */
import { type RefObject, useEffect, useRef, useState } from "react";

export function useWidth<Part extends Element>(first_px: number): [RefObject<Part | null>, number] {
  const part = useRef<Part>(null);
  const [width_px, setWidth] = useState(first_px);
  useEffect(() => {
    if (!part.current) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(160, Math.floor(entry.contentRect.width)));
    });
    watch.observe(part.current);
    return () => watch.disconnect();
  }, []);
  return [part, width_px];
}
