/** Asks before something large begins or ends; Escape says no. */
import { useEffect, useId, useRef } from "react";

interface Props {
  title: string;
  hint: string;
  yes: string;
  no: string;
  onYes: () => void;
  onClose: () => void;
}

export function AskFirst({ title, hint, yes, no, onYes, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const agree = () => {
    dialog.current?.close();
    onYes();
  };
  return (
    <dialog ref={dialog} className="ask" aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      <p>{hint}</p>
      <div className="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {no}
        </button>
        <button type="button" className="primary" onClick={agree}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
