/** Where a job stands: words, and a bar while it runs. */
import { useTranslation } from "react-i18next";
import type { Job } from "../api/types";
import { shareDone } from "../library/work";
import type { StandingWords } from "./standing";

export function Standing({ job, standing: { words, more } }: { job: Job; standing: StandingWords }) {
  const { t } = useTranslation();
  const begun = job.steps > 0;
  return (
    <div className="job-standing">
      <p className={job.state === "failed" ? "bad" : ""}>{words}</p>
      {more && (
        <p className="soft" title={more}>
          {more}
        </p>
      )}
      {job.state === "running" && (
        <progress max={1} aria-label={t("jobs.progress")} {...(begun ? { value: shareDone(job) } : {})} />
      )}
    </div>
  );
}
