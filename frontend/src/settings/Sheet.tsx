/** One part of the page: a heading, and what belongs to it on a sheet. */
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  hint?: string;
  aside?: ReactNode; // beside the heading
  children: ReactNode;
}

export function Sheet({ title, hint, aside, children }: Props) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <div className="sheet-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </div>
      <div className="sheet-body">
        {hint && <p className="soft">{hint}</p>}
        {children}
      </div>
    </section>
  );
}
