/** One picture as large as the window allows; arrow keys walk, Escape closes. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../api/types";
import { address } from "../base";
import { CloseIcon, NextIcon, PreviousIcon } from "../shell/icons";
import { retouchLink } from "../shell/route";

interface Props {
  picture: Picture;
  place: { index: number; total: number };
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
}

export function Lightbox({ picture, place, onPrevious, onNext, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const walk = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowLeft") onPrevious?.();
    if (event.key === "ArrowRight") onNext?.();
  };
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={t("lightbox.label")}
      onClose={onClose}
      onKeyDown={walk}
    >
      <figure>
        <img
          key={picture.id}
          src={address(picture.url)}
          alt={picture.title || t("library.untitled")}
          width={picture.width}
          height={picture.height}
        />
        <figcaption>
          <strong>{picture.title || t("library.untitled")}</strong>
          <span>
            {picture.width} × {picture.height} · {t("lightbox.place", place)}
          </span>
          <span className="actions">
            <a className="button primary" href={retouchLink(picture.id)}>
              {t("lightbox.retouch")}
            </a>
            <a className="button" href={address(picture.url)} download>
              {t("lightbox.download")}
            </a>
          </span>
        </figcaption>
      </figure>
      <Walk label={t("lightbox.previous")} side="previous" onClick={onPrevious} />
      <Walk label={t("lightbox.next")} side="next" onClick={onNext} />
      <button
        type="button"
        className="round close"
        aria-label={t("lightbox.close")}
        onClick={() => dialog.current?.close()}
      >
        <CloseIcon />
      </button>
    </dialog>
  );
}

interface WalkProps {
  label: string;
  side: "previous" | "next";
  onClick: (() => void) | null;
}

function Walk({ label, side, onClick }: WalkProps) {
  return (
    <button
      type="button"
      className={`round ${side}`}
      aria-label={label}
      disabled={!onClick}
      onClick={() => onClick?.()}
    >
      {side === "previous" ? <PreviousIcon /> : <NextIcon />}
    </button>
  );
}
