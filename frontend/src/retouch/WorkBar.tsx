/** Execute, or the progress of what was asked with Abort beside it; and what is lacking or went wrong. */
import { useTranslation } from "react-i18next";
import { previewOf } from "../api/preview";
import type { Job } from "../api/types";
import { shareDone } from "../library/work";
import { duration } from "../shell/time";
import { type Desk, type Lack, lacks } from "./state";
import type { RetouchWork } from "./useWork";

const LACK_KEYS = { picture: "lack.picture", mask: "lack.mask", seed: "lack.seed" } as const;

export function WorkBar({ desk, work }: { desk: Desk; work: RetouchWork }) {
  const { t } = useTranslation();
  const { phase } = desk;
  const [lack]: Lack[] = lacks(desk);
  const busy = phase.at === "sending" || phase.at === "painting";
  return (
    <div className="work-bar">
      {phase.at === "drawing" && phase.problem && (
        <p className="problem" role="alert">
          {phase.problem}
        </p>
      )}
      {busy && <Progress job={phase.at === "painting" ? work.job : null} sending={phase.at === "sending"} />}
      {busy ? (
        <button type="button" className="wide" disabled={phase.at === "sending"} onClick={work.abort}>
          {t("work.abort")}
        </button>
      ) : (
        <button type="button" className="primary wide" disabled={Boolean(lack)} onClick={work.execute}>
          {t("work.execute")}
        </button>
      )}
      {!busy && lack && <p className="soft">{t(LACK_KEYS[lack])}</p>}
    </div>
  );
}

function Progress({ job, sending }: { job: Job | null; sending: boolean }) {
  const { t } = useTranslation();
  const begun = job?.state === "running" && job.steps > 0;
  const preview = begun ? previewOf(job) : null;
  const words = () => {
    if (sending) return t("work.sending");
    if (!begun) return t("work.waiting");
    const painting = t("work.painting", { step: job.step, steps: job.steps });
    return job.eta_s === null
      ? painting
      : `${painting} · ${t("library.left", { time: duration(t, job.eta_s) })}`;
  };
  return (
    <div className="progress" role="status">
      {preview && <img src={preview} alt={t("work.preview")} />}
      <p>{words()}</p>
      <progress max={1} {...(begun ? { value: shareDone(job) } : {})} />
    </div>
  );
}
