/** What four strengths would do, small and quick; the one that is liked goes to the slider. */
import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";
import { shareDone } from "../../library/work";
import { reasonOf } from "../../shell/reason";
import { smallViewOf } from "../api/files";
import type { Box, Size } from "../model/geometry";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { lacksOf } from "./lacks";
import { around, NAMED } from "./strip";
import { type Strip, type Trial, useStrip } from "./useStrip";

export function StrengthStrip() {
  const picture = useStudio((studio) => studio.picture);
  return picture && <Tried picture={picture} />;
}

function Tried({ picture }: { picture: Size & { id: string } }) {
  const { t } = useTranslation();
  const strip = useStrip(picture.id);
  return (
    <section className="strength-strip" aria-label={t("strength.strip")}>
      <h2>{t("strength.strip")}</h2>
      <p className="soft">{t("strength.stripHint")}</p>
      <Asking strip={strip} />
      {strip.error && (
        <p className="warning" role="alert">
          {reasonOf(t, strip.error)}
        </p>
      )}
      {strip.box && (
        <ol className="trials">
          {strip.trials.map((trial) => (
            <Shown key={trial.strength} trial={trial} box={strip.box as Box} picture={picture} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Asking({ strip }: { strip: Strip }) {
  const { t } = useTranslation();
  const strength = useStudio((studio) => sheetOf(studio).wishes.strength);
  const engine = useEngine();
  const isLacking = useStudio(
    (studio) => lacksOf(studio, engine).length > 0 || studio.phase.at !== "drawing",
  );
  const [isNear, setNear] = useState(false);
  if (strip.isBusy)
    return (
      <button type="button" onClick={strip.abort}>
        {t("strength.stripAbort")}
      </button>
    );
  const strengths = isNear ? around(strength) : NAMED;
  return (
    <div className="strip-asking">
      <label className="check">
        <input type="checkbox" checked={isNear} onChange={(event) => setNear(event.target.checked)} />
        <span>{t("strength.stripNear")}</span>
      </label>
      <button type="button" disabled={isLacking} onClick={() => strip.begin(strengths)}>
        {t("strength.stripBegin", { strengths: strengths.join(" · ") })}
      </button>
      {isLacking && <p className="soft">{t("strength.stripLacks")}</p>}
    </div>
  );
}

const ACROSS_PX = 160;
const MOST_PX = 2048;

function Shown({ trial, box, picture }: { trial: Trial; box: Box; picture: Size }) {
  const { t } = useTranslation();
  const store = useStore();
  const isChosen = useStudio((studio) => sheetOf(studio).wishes.strength === trial.strength);
  const { strength, job } = trial;
  const side_px = Math.min(
    MOST_PX,
    Math.ceil((ACROSS_PX * devicePixelRatio * Math.max(picture.width, picture.height)) / box.width),
  );
  const isUnderWay = !job || job.state === "running" || job.state === "enqueued";
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        aria-label={t("strength.take", { strength })}
        disabled={!trial.picture}
        onClick={() => store.tell({ type: "wish", wishes: { strength } })}
      >
        <span className="trial-view" style={{ aspectRatio: `${box.width} / ${box.height}` }}>
          {trial.picture && (
            <img src={smallViewOf(trial.picture, side_px)} alt="" style={placeOf(box, picture)} />
          )}
        </span>
        <span className="trial-name">{strength}</span>
      </button>
      {isUnderWay && (
        <progress max={1} aria-label={t("strength.trying", { strength })} value={job ? shareDone(job) : 0} />
      )}
      {job?.state === "failed" && <p className="warning">{job.error?.message}</p>}
      {job?.state === "cancelled" && <p className="soft">{t("strength.stopped")}</p>}
    </li>
  );
}

/** The whole picture, laid so that only the box is seen in a frame of the box's shape. */
const placeOf = (box: Box, picture: Size): CSSProperties => ({
  width: `${(picture.width / box.width) * 100}%`,
  left: `${(-box.x / box.width) * 100}%`,
  top: `${(-box.y / box.height) * 100}%`,
});
