/** Asks before the machine is stopped; Escape keeps it on. */
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

export function AskStop({ onStop, onClose }: { onStop: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const stop = () => {
    dialog.current?.close();
    onStop();
  };
  return (
    <dialog ref={dialog} className="ask" aria-labelledby={title} onClose={onClose}>
      <h2 id={title}>{t("power.sure")}</h2>
      <p>{t("power.sureHint")}</p>
      <div className="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {t("power.keep")}
        </button>
        <button type="button" className="primary" onClick={stop}>
          {t("power.stopIt")}
        </button>
      </div>
    </dialog>
  );
}
