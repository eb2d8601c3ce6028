/** The drawings of the studio's tools; each is decoration inside a labelled button. */
import type { ReactNode } from "react";
import type { Tool } from "../model/studio";

const PATHS: Readonly<Record<Tool | "fit" | "actual" | "pan" | "plus" | "minus", string>> = {
  box: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4",
  brush: "M20 3c-4 2-9 7-11 10l2 2c3-2 8-7 10-11zM8 14c-3 0-4 2-4 4 0 1-1 2-2 2 3 2 8 1 8-3z",
  eraser: "M15 4l6 6-9 10H7l-4-4zM9 10l6 6",
  lasso: "M5 13c-4-5 1-9 7-9s11 3 9 8-10 5-13 3M8 15c-2 0-3 1-3 3s2 3 4 2",
  rectangle: "M4 6h16v12H4z",
  ellipse: "M12 6c5 0 9 3 9 6s-4 6-9 6-9-3-9-6 4-6 9-6z",
  select: "M5 21L15 11M14 3v3M19 5l-2 2M21 10h-3M17 13l2 2M9 5l2 2",
  pencil: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  rubber: "M8 19h12M4 15l9-10 7 6-7 8H8z",
  line: "M4 19c4 0 4-14 9-14 4 0 4 6 7 6M4 19h.1M20 11h.1",
  strength: "M4 18h4v-5H4zM10 18h4V9h-4zM16 18h4V5h-4z",
  hand: "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5M9 9h6v6H9z",
  actual: "M7 8l3-2v12M14 8l3-2v12",
  pan: "M12 3v18M3 12h18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
};

export function ToolIcon({ name }: { name: keyof typeof PATHS }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
