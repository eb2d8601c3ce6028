/** What came of it: nothing yet, a picture in work, the pictures, or the reason why there are none. */
import { useTranslation } from "react-i18next";
import { previewOf } from "../api/preview";
import type { Job } from "../api/types";
import { ratioOf } from "../library/work";
import { isOver } from "../painting/useJob";
import { Flower } from "../shell/icons";
import { Problem } from "../shell/Problem";
import { Pictures } from "./Pictures";

interface Props {
  job: Job | null;
  error: Error | null;
  isFirst: boolean; // nothing came before
}

export function Outcome({ job, error, isFirst }: Props) {
  const { t } = useTranslation();
  if (error && !job) return <Problem error={error} />;
  if (!job) return isFirst ? <Empty /> : null;
  if (!isOver(job)) return <InWork job={job} />;
  if (job.state === "cancelled") return <p role="status">{t("generate.aborted")}</p>;
  if (job.state === "failed") return <Failed job={job} />;
  return <Pictures job={job} />;
}

function Empty() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <Flower />
      <p>{t("generate.empty")}</p>
      <p className="soft">{t("generate.emptyHint")}</p>
    </div>
  );
}

function Failed({ job }: { job: Job }) {
  const { t } = useTranslation();
  return (
    <div className="problem" role="alert">
      <strong>{t("problem.title")}</strong>
      <p>{job.error?.message}</p>
    </div>
  );
}

function InWork({ job }: { job: Job }) {
  const { t } = useTranslation();
  const preview = previewOf(job);
  return (
    <div className="in-work painting" style={{ "--ratio": ratioOf(job) }}>
      {preview && <img src={preview} alt={t("work.preview")} />}
    </div>
  );
}
