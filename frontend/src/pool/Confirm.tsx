/** A plain question before something that visitors notice, or that cannot be undone. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  children: ReactNode;
  answers: readonly { readonly name: string; readonly isGrave?: boolean; act(): void }[];
  onClose: () => void;
}

export function Confirm({ title, children, answers, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="sheet-dialog" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
      <div className="actions">
        {answers.map(({ name, isGrave, act }) => (
          <button
            key={name}
            type="button"
            className={isGrave ? "grave" : "primary"}
            onClick={() => {
              act();
              dialog.current?.close();
            }}
          >
            {name}
          </button>
        ))}
        <button type="button" onClick={() => dialog.current?.close()}>
          {t("curate.cancel")}
        </button>
      </div>
    </dialog>
  );
}
