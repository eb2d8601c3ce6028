/** Drawings of the token bar; decoration inside labelled buttons. */
import type { ReactNode } from "react";

const Icon = ({ children }: { children: ReactNode }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

export const CrossIcon = () => (
  <Icon>
    <path d="M7 7l10 10M17 7L7 17" />
  </Icon>
);

export const EyeIcon = () => (
  <Icon>
    <path d="M2.5 12c4-6.5 15-6.5 19 0-4 6.5-15 6.5-19 0z" />
    <circle cx="12" cy="12" r="2.5" />
  </Icon>
);

export const EyeOffIcon = () => (
  <Icon>
    <path d="M2.5 12c4-6.5 15-6.5 19 0-4 6.5-15 6.5-19 0zM4 20L20 4" />
  </Icon>
);

export const StarIcon = () => (
  <Icon>
    <path d="M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);

export const LessIcon = () => (
  <Icon>
    <path d="M5 12h14" />
  </Icon>
);

export const EarlierIcon = () => (
  <Icon>
    <path d="M14 6l-6 6 6 6" />
  </Icon>
);

export const LaterIcon = () => (
  <Icon>
    <path d="M10 6l6 6-6 6" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <path d="M9 9h11v11H9zM15 9V4H4v11h5" />
  </Icon>
);

export const DoneIcon = () => (
  <Icon>
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Icon>
);
