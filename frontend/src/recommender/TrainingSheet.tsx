/** The deeper model: trained as a job, shown to visitors only where a replay says that it is better. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { newKey } from "../api/key";
import { getTraining, startTraining, type TrainedModel } from "../api/recommender";
import { useJob } from "../painting/useJob";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { jobLink } from "../shell/route";
import { ago } from "../shell/time";
import { Interval } from "./Interval";

const POLL_MS = 3_000; // while one is trained

export function TrainingSheet() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: ["training"],
    queryFn: getTraining,
    refetchInterval: ({ state }) => (state.data?.job ? POLL_MS : false),
  });
  const begun = useMutation({
    mutationFn: () => startTraining(newKey()),
    onSettled: () => queries.invalidateQueries({ queryKey: ["training"] }),
  });
  const training = asked.data;
  return (
    <Sheet title={t("recommender.training")} hint={t("recommender.trainingHint")}>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {training && (
        <>
          <div className="actions">
            <button
              type="button"
              disabled={training.job !== null || begun.isPending}
              onClick={() => begun.mutate()}
            >
              {t("recommender.train")}
            </button>
            <p role="status">
              {training.job ? (
                <a href={jobLink(training.job)}>{t("recommender.isTraining")}</a>
              ) : (
                t(training.live ? "recommender.isLive" : "recommender.noneLive")
              )}
            </p>
          </div>
          {training.job && <Bar job={training.job} />}
          <ul className="place-keys">
            {training.models.map((one) => (
              <Model key={one.id} model={one} />
            ))}
          </ul>
        </>
      )}
      {begun.error && (
        <p className="problem" role="alert">
          {reasonOf(t, begun.error)}
        </p>
      )}
    </Sheet>
  );
}

function Bar({ job: id }: { job: string }) {
  const { t } = useTranslation();
  const { job } = useJob(id);
  const isBegun = job?.state === "running" && job.steps > 0;
  return (
    <progress
      max={1}
      aria-label={t("recommender.isTraining")}
      {...(isBegun ? { value: job.step / job.steps } : {})}
    />
  );
}

function Model({ model: { state, report, created_at } }: { model: TrainedModel }) {
  const { t, i18n } = useTranslation();
  return (
    <li>
      <span>
        <strong>{t(`recommender.verdict.${state}`)}</strong>{" "}
        <span className="soft">{ago(i18n.language, created_at, Date.now())}</span>
        <br />
        {report.gain ? (
          <>
            {t("recommender.gain")} <Interval estimate={report.gain} />
          </>
        ) : (
          <span className="soft">{report.because}</span>
        )}
      </span>
    </li>
  );
}
