/** The pictures of a run that could not be made, with the reason of each. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Bulk } from "../api/bulks";
import { call, query } from "../api/client";
import type { JobPage } from "../api/types";
import { plainly } from "../jobs/failure";
import { nameOf } from "../jobs/names";
import { jobLink, jobsLink } from "../shell/route";

const SHOWN = 20;

const getFailed = (batch: string): Promise<JobPage> =>
  call(`api/jobs?${query({ batch, state: "failed", limit: SHOWN })}`);

export function Failures({ run }: { run: Bulk }) {
  const { t } = useTranslation();
  const asked = useQuery({
    queryKey: ["bulk failures", run.id, run.failed],
    queryFn: () => getFailed(run.id),
  });
  return (
    <section className="failures" aria-label={t("bulk.failures")}>
      <h2>{t("bulk.failures")}</h2>
      <ul className="sheet-list">
        {asked.data?.items.map((job) => (
          <li key={job.id}>
            <a href={jobLink(job.id)}>{nameOf(t, job)}</a>
            {job.error && (
              <p className="soft">
                {plainly(t, job.error)} {job.error.message}
              </p>
            )}
          </li>
        ))}
      </ul>
      <a href={jobsLink({ shown: "failed", batch: run.id })}>{t("bulk.allFailures")}</a>
    </section>
  );
}
