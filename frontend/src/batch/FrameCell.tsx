/** One frame of the grid: its picture, where it stands, how it flickers. */
import { useTranslation } from "react-i18next";
import type { Frame } from "../api/batches";
import { address } from "../base";
import { CheckIcon } from "../shell/icons";
import { flickers } from "./standing";

interface Props {
  frame: Frame;
  mean: number | null; // of the batch's flicker
  isChosen: boolean;
  onChoose: () => void;
  onOpen: () => void;
}

export function FrameCell({ frame, mean, isChosen, onChoose, onOpen }: Props) {
  const { t } = useTranslation();
  const { name, state, flicker, is_key, accepted, in_range } = frame;
  const standing = in_range ? t(`batch.frameState.${state}`) : t("batch.outOfRange");
  const marks = [is_key && t("batch.hasMask"), accepted && t("batch.accepted")].filter(Boolean);
  return (
    <li className={isChosen ? "frame chosen" : "frame"} data-state={in_range ? state : "out"}>
      <button
        type="button"
        aria-label={[t("batch.open", { name }), standing, ...marks].join(", ")}
        onClick={onOpen}
      >
        <img src={address(frame.thumbnail_url)} alt="" loading="lazy" decoding="async" />
      </button>
      <label className="frame-pick">
        <input
          type="checkbox"
          checked={isChosen}
          onChange={onChoose}
          aria-label={t("batch.choose", { name })}
        />
      </label>
      <p>
        <span className="frame-name">{name}</span>
        {accepted && <CheckIcon />}
      </p>
      <p className="soft">
        {standing}
        {flicker !== null && (
          <span className={flickers(flicker, mean) ? "notable" : ""}>
            {" · "}
            {t("batch.flickerOf", { flicker: flicker.toFixed(1) })}
          </span>
        )}
      </p>
    </li>
  );
}
