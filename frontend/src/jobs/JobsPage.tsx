/** The queue: what is at work, what waits for its turn, what failed and why, what is done. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "../api/types";
import { AtWork, useWork } from "../library/AtWork";
import type { JobsShown } from "../shell/route";
import { Filters } from "./Filters";
import { JobList } from "./JobList";
import { JobSheet } from "./JobSheet";
import { OrdersBar } from "./OrdersBar";
import { RestartFailed } from "./RestartFailed";
import { afterwards, nothing, type Selection } from "./selection";
import { useOrders } from "./useOrders";
import "../style/jobs.css";

interface Props {
  job: string | null; // null: the lists
  wishes: JobsShown;
}

export function JobsPage({ job, wishes }: Props) {
  return job ? <JobSheet key={job} id={job} /> : <Queue key={JSON.stringify(wishes)} wishes={wishes} />;
}

function Queue({ wishes }: { wishes: JobsShown }) {
  const { t } = useTranslation();
  const work = useWork();
  const [chosen, choose] = useState<Selection>(nothing);
  const orders = useOrders((changed: readonly Job[]) => choose((before) => afterwards(before, changed)));
  const { shown, kind, batch } = wishes;
  const list = { chosen, choose, orders };
  return (
    <section className="jobs">
      <div className="page-head">
        <h1>{t("jobs.title")}</h1>
        <AtWork work={work} />
      </div>
      <Filters wishes={wishes} />
      <p className="jobs-keys soft">{t("jobs.keys")}</p>
      {shown === "failed" && <RestartFailed kind={kind} batch={batch} />}
      {shown === "queue" ? (
        <>
          <JobList title={t("jobs.running")} filter={{ state: "running", kind, batch }} {...list} />
          <JobList title={t("jobs.waiting")} filter={{ state: "enqueued", kind, batch }} {...list} />
        </>
      ) : (
        <JobList title={t(`jobs.${shown}`)} filter={{ state: shown, kind, batch }} {...list} />
      )}
      <OrdersBar chosen={chosen} onClear={() => choose(nothing)} orders={orders} />
    </section>
  );
}
