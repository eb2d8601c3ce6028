/** The picture alone, as large as the screen. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

export function Viewer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="viewer" aria-label={t("lightbox.label")} onClose={onClose}>
      <button type="button" onClick={onClose}>
        {t("lightbox.close")}
      </button>
    </dialog>
  );
}
