/** One frame as large as the window allows: before and after, what is known of it; keys walk, accept and paint again. */
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Frame, shownAt } from "../api/batches";
import { CloseIcon, NextIcon, PreviousIcon } from "../shell/icons";
import { duration } from "../shell/time";

export type FrameAct = "redo" | "onward" | "accept" | "doubt";

interface Props {
  frame: Frame;
  size: { width: number; height: number };
  canRedo: boolean;
  neighbours: { before: number | null; next: number | null };
  onMove: (index: number | null) => void;
  onAct: (what: FrameAct) => void;
}

const MOST_SHOWN_PX = 2048;

export function FrameView({ frame, size, canRedo, neighbours, onMove, onAct }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const walk = (to: number | null) => {
    if (to !== null) onMove(to);
  };
  const press = (event: KeyboardEvent) => {
    const isSlider = event.target instanceof HTMLInputElement;
    if (event.key === "ArrowLeft" && !isSlider) walk(neighbours.before);
    else if (event.key === "ArrowRight" && !isSlider) walk(neighbours.next);
    else if (event.key.toLowerCase() === "a" && frame.result_url) onAct(frame.accepted ? "doubt" : "accept");
    else if (event.key.toLowerCase() === "r" && canRedo) onAct("redo");
  };
  return (
    <dialog
      ref={dialog}
      className="frame-view"
      aria-label={t("batch.open", { name: frame.name })}
      onClose={() => onMove(null)}
      onKeyDown={press}
    >
      <Compared frame={frame} size={size} />
      <div className="frame-facts">
        <strong>{frame.name}</strong>
        <Facts frame={frame} />
        <div className="actions">
          {frame.result_url && (
            <button type="button" onClick={() => onAct(frame.accepted ? "doubt" : "accept")}>
              {t(frame.accepted ? "batch.doubt" : "batch.accept")}
            </button>
          )}
          <button type="button" disabled={!canRedo} onClick={() => onAct("redo")}>
            {t("batch.redo")}
          </button>
          <button type="button" disabled={!canRedo} onClick={() => onAct("onward")}>
            {t("batch.redoOnward")}
          </button>
        </div>
      </div>
      <nav className="frame-walk">
        <Round
          label={t("batch.before")}
          onClick={neighbours.before === null ? null : () => walk(neighbours.before)}
        >
          <PreviousIcon />
        </Round>
        <Round
          label={t("batch.next")}
          onClick={neighbours.next === null ? null : () => walk(neighbours.next)}
        >
          <NextIcon />
        </Round>
        <Round label={t("jobs.close")} onClick={() => dialog.current?.close()}>
          <CloseIcon />
        </Round>
      </nav>
    </dialog>
  );
}

interface RoundProps {
  label: string;
  onClick: (() => void) | null;
  children: React.ReactNode;
}

const Round = ({ label, onClick, children }: RoundProps) => (
  <button
    type="button"
    className="only-icon"
    aria-label={label}
    disabled={!onClick}
    onClick={() => onClick?.()}
  >
    {children}
  </button>
);

function Compared({ frame, size }: Pick<Props, "frame" | "size">) {
  const { t } = useTranslation();
  const [share, setShare] = useState(100);
  const style: CSSProperties = { "--ratio": size.width / size.height, "--cut": `${share}%` };
  return (
    <div className="compared" style={style}>
      <img src={shownAt(frame.source_url, MOST_SHOWN_PX)} alt={t("result.before")} />
      {frame.result_url && (
        <>
          <img className="over" src={shownAt(frame.result_url, MOST_SHOWN_PX)} alt={t("result.after")} />
          <span className="curtain" />
          <input
            type="range"
            min={0}
            max={100}
            value={share}
            aria-label={t("result.slider")}
            onChange={(event) => setShare(event.target.valueAsNumber)}
          />
        </>
      )}
    </div>
  );
}

function Facts({ frame: { report, flicker, error, state } }: { frame: Frame }) {
  const { t } = useTranslation();
  if (error) return <p className="problem">{error.message}</p>;
  if (!report) return <p className="soft">{t(`batch.frameState.${state}`)}</p>;
  const { seed, seam_score, seconds, changed_outside, mask_from, began_from, notices } = report;
  const words = [
    t("result.seed", { seed }),
    seam_score !== null && t("result.seam", { score: seam_score.toFixed(2) }),
    flicker !== null && t("batch.flickerOf", { flicker: flicker.toFixed(2) }),
    t("result.proof", { count: changed_outside }),
    t(`batch.maskFrom.${mask_from}`),
    began_from !== null && t("batch.beganFrom", { index: began_from }),
    seconds !== null && duration(t, seconds),
  ];
  return (
    <>
      <p className="soft">{words.filter(Boolean).join(" · ")}</p>
      {notices.map((notice) => (
        <p key={notice} className="soft">
          {notice}
        </p>
      ))}
    </>
  );
}
