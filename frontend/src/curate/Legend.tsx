/** Which key does what. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { keyText } from "../settings/KeyButton";
import { CURATE_KEYS, type CurateAct, keysOf, type NamedAct } from "./keys";

const STARS: readonly CurateAct[] = ["star1", "star2", "star3", "star4", "star5"];
const WALKING = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const ACTS = (Object.keys(CURATE_KEYS) as CurateAct[]).filter((act): act is NamedAct => !STARS.includes(act));

interface Props {
  own: Readonly<Record<string, string>>;
  onClose: () => void;
}

export function Legend({ own, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const key = (name: string) => <kbd key={name}>{keyText(name.replace("Numpad", "Numpad "))}</kbd>;
  return (
    <dialog ref={dialog} className="sheet-dialog legend" aria-labelledby="legend-title" onClose={onClose}>
      <h2 id="legend-title">{t("curate.legend")}</h2>
      <dl>
        <div>
          <dt>{STARS.flatMap((act) => keysOf(act, own).map(key))}</dt>
          <dd>{t("curate.act.stars")}</dd>
        </div>
        {ACTS.map((act) => (
          <div key={act}>
            <dt>{keysOf(act, own).map(key)}</dt>
            <dd>{t(`curate.act.${act}`)}</dd>
          </div>
        ))}
        <div>
          <dt>{WALKING.map(key)}</dt>
          <dd>{t("curate.act.walk")}</dd>
        </div>
      </dl>
      <p className="soft">{t("curate.legendHint")}</p>
      <div className="actions">
        <button type="button" className="primary" onClick={() => dialog.current?.close()}>
          {t("lightbox.close")}
        </button>
      </div>
    </dialog>
  );
}
