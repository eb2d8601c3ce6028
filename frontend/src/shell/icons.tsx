/** The few drawings that the pages use; all are decoration beside a text or inside a labelled button. */
import type { ReactNode } from "react";

export function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function Flower() {
  return (
    <svg className="flower" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      {[0, 72, 144, 216, 288].map((turn) => (
        <ellipse key={turn} cx="32" cy="16" rx="10" ry="14" transform={`rotate(${turn} 32 32)`} />
      ))}
      <circle cx="32" cy="32" r="7" />
    </svg>
  );
}

export const BrushIcon = () => (
  <Icon>
    <path d="M20 3c-4 2-9 7-11 10l2 2c3-2 8-7 10-11zM8 14c-3 0-4 2-4 4 0 1-1 2-2 2 3 2 8 1 8-3z" />
  </Icon>
);

export const EraserIcon = () => (
  <Icon>
    <path d="M15 4l6 6-9 10H7l-4-4zM9 10l6 6" />
  </Icon>
);

export const BoxIcon = () => (
  <Icon>
    <path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4" />
  </Icon>
);

export const HandIcon = () => (
  <Icon>
    <path d="M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3" />
  </Icon>
);

export const UndoIcon = () => (
  <Icon>
    <path d="M8 5L3 10l5 5M3 10h11a6 6 0 0 1 0 12h-3" />
  </Icon>
);

export const RedoIcon = () => (
  <Icon>
    <path d="M16 5l5 5-5 5M21 10H10a6 6 0 0 0 0 12h3" />
  </Icon>
);

export const ClearIcon = () => (
  <Icon>
    <path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13" />
  </Icon>
);

export const FillIcon = () => (
  <Icon>
    <rect className="solid" x="4" y="4" width="16" height="16" rx="2" />
  </Icon>
);

export const PreviousIcon = () => (
  <Icon>
    <path d="M15 4l-8 8 8 8" />
  </Icon>
);

export const NextIcon = () => (
  <Icon>
    <path d="M9 4l8 8-8 8" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M5 5l14 14M19 5L5 19" />
  </Icon>
);

export const TurnIcon = () => (
  <Icon>
    <path d="M4 9a8 8 0 0 1 14-3l2 2M20 4v4h-4M20 15a8 8 0 0 1-14 3l-2-2M4 20v-4h4" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="M4 13l5 5L20 6" />
  </Icon>
);
