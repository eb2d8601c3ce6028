/** One part of the page: a heading, and what belongs to it on a sheet. */
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  hint?: string;
  children: ReactNode;
}

export function Sheet({ title, hint, children }: Props) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <div className="sheet-body">
        {hint && <p className="soft">{hint}</p>}
        {children}
      </div>
    </section>
  );
}
