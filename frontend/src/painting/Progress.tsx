/** How far a job is: in words, as a bar, and as the picture so far. */
import { useTranslation } from "react-i18next";
import { previewOf } from "../api/preview";
import type { Job } from "../api/types";
import { shareDone } from "../library/work";
import { duration } from "../shell/time";

interface Props {
  job: Job | null; // null: not yet sent, or not yet known
  sending: boolean;
  withPreview?: boolean;
}

export function Progress({ job, sending, withPreview = true }: Props) {
  const { t } = useTranslation();
  const begun = job?.state === "running" && job.steps > 0;
  const preview = begun && withPreview ? previewOf(job) : null;
  const waiting = () => {
    const before = job?.state === "enqueued" && job.place ? job.place - 1 : 0;
    return before > 0 ? t("work.queued", { count: before }) : t("work.waiting");
  };
  const words = () => {
    if (sending) return t("work.sending");
    if (!begun) return waiting();
    const painting = t("work.painting", { step: job.step, steps: job.steps });
    return job.eta_s === null
      ? painting
      : `${painting} · ${t("library.left", { time: duration(t, job.eta_s) })}`;
  };
  return (
    <div className="progress" role="status">
      {preview && <img src={preview} alt={t("work.preview")} />}
      <p>{words()}</p>
      <progress max={1} aria-label={words()} {...(begun ? { value: shareDone(job) } : {})} />
    </div>
  );
}
