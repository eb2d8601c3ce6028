/** The verdicts as buttons, large enough for a thumb; each tells its key. */
import { useTranslation } from "react-i18next";
import type { PoolPicture } from "../api/pool";
import { CheckIcon, CloseIcon, Icon, NextIcon, PreviousIcon, UndoIcon } from "../shell/icons";
import { type CurateAct, keysOf, type NamedAct } from "./keys";

interface Props {
  picture: PoolPicture | null; // as it looks now
  own: Readonly<Record<string, string>>;
  onAct: (act: CurateAct) => void;
  onStep: (by: -1 | 1) => void;
}

const STARS = [1, 2, 3, 4, 5] as const;

export function VerdictBar({ picture, own, onAct, onStep }: Props) {
  const { t } = useTranslation();
  const state = picture?.state ?? null;
  const button = (act: NamedAct, isOn: boolean | null, icon: React.ReactNode) => (
    <button
      key={act}
      type="button"
      className={`verdict ${act}`}
      aria-pressed={isOn ?? undefined}
      aria-keyshortcuts={keysOf(act, own)[0]}
      disabled={picture === null}
      onClick={() => onAct(act)}
    >
      {icon}
      <span>{t(`curate.act.${act}`)}</span>
    </button>
  );
  return (
    <div className="verdicts" role="toolbar" aria-label={t("curate.verdicts")}>
      <button
        type="button"
        className="verdict step"
        aria-label={t("lightbox.previous")}
        onClick={() => onStep(-1)}
      >
        <PreviousIcon />
      </button>
      {button("reject", state === "rejected", <CloseIcon />)}
      {button("retouch", state === "retouch", <RetouchIcon />)}
      <fieldset className="star-row">
        <legend className="hidden">{t("curate.filter.stars")}</legend>
        {STARS.map((star) => (
          <button
            key={star}
            type="button"
            aria-pressed={picture !== null && picture.stars === star}
            aria-label={t("garden.stars", { count: star })}
            aria-keyshortcuts={keysOf(`star${star}`, own)[0]}
            data-lit={picture !== null && picture.stars >= star ? true : undefined}
            disabled={picture === null}
            onClick={() => onAct(`star${star}`)}
          >
            ★
          </button>
        ))}
      </fieldset>
      {button("keep", state === "kept", <CheckIcon />)}
      {button("undo", null, <UndoIcon />)}
      <button
        type="button"
        className="verdict step"
        aria-label={t("lightbox.next")}
        onClick={() => onStep(1)}
      >
        <NextIcon />
      </button>
    </div>
  );
}

const RetouchIcon = () => (
  <Icon>
    <path d="M20 3c-4 2-9 7-11 10l2 2c3-2 8-7 10-11zM8 14c-3 0-4 2-4 4 0 1-1 2-2 2 3 2 8 1 8-3z" />
  </Icon>
);
