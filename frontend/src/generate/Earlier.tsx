/** What was asked for before, newest first: pictures below each other, and the way to what is still at work. */
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getJob } from "../api/client";
import type { Job } from "../api/types";
import { isOver } from "../painting/useJob";
import { generateLink } from "../shell/route";
import { Facts, PictureList } from "./Pictures";

const POLL_MS = 2_000;

export function Earlier({ jobs }: { jobs: readonly string[] }) {
  const { t } = useTranslation();
  const asked = useQueries({
    queries: jobs.map((id) => ({
      queryKey: ["job", id],
      queryFn: () => getJob(id),
      retry: false, // it may be gone, or somebody else's
      refetchInterval: ({ state }: { state: { data?: Job | undefined; error: Error | null } }) =>
        state.error || (state.data && isOver(state.data)) ? false : POLL_MS,
    })),
  });
  const shown = asked
    .flatMap(({ data }) => (data?.kind === "generate" ? [data] : []))
    .filter((job) => job.state === "succeeded" || !isOver(job));
  if (shown.length === 0) return null;
  return (
    <section className="earlier" aria-label={t("generate.earlier")}>
      <h2>{t("generate.earlier")}</h2>
      {shown.map((job) => (
        <article key={job.id}>
          <Facts job={job} />
          {isOver(job) ? (
            <PictureList job={job} />
          ) : (
            <a href={generateLink(job.id)}>{t("generate.atWork")}</a>
          )}
        </article>
      ))}
    </section>
  );
}
