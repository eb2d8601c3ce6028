/** All that is known of one job, and what may be ordered of it. */
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { getJob } from "../api/client";
import { thumbnailOf } from "../api/files";
import { previewOf } from "../api/preview";
import type { Job } from "../api/types";
import { isOver } from "../painting/useJob";
import { Problem } from "../shell/Problem";
import { jobsLink, retouchLink } from "../shell/route";
import { dateAndTime } from "../shell/time";
import { picturesOf, placeOf } from "./facts";
import { plainly } from "./failure";
import { OrderIcon } from "./icons";
import { kindName } from "./kinds";
import { nameOf } from "./names";
import { OrdersBar } from "./OrdersBar";
import { FOR_MANY, takes } from "./orders";
import { Standing } from "./Standing";
import { nothing } from "./selection";
import { useStanding } from "./standing";
import { type Orders, useOrders } from "./useOrders";

const POLL_MS = 2_000; // a safety net: news come by the event stream

export function JobSheet({ id }: { id: string }) {
  const { t } = useTranslation();
  const asked = useQuery({
    queryKey: ["job", id],
    queryFn: () => getJob(id),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_MS),
  });
  const orders = useOrders(() => void asked.refetch());
  const job = asked.data;
  return (
    <section className="jobs job-sheet">
      <a className="back" href={jobsLink()}>
        {t("jobs.all")}
      </a>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {job && <Sheet job={job} orders={orders} />}
      <OrdersBar chosen={nothing} onClear={() => undefined} orders={orders} />
    </section>
  );
}

function Sheet({ job, orders }: { job: Job; orders: Orders }) {
  const { t } = useTranslation();
  const standing = useStanding(job);
  const preview = previewOf(job);
  const place = placeOf(job);
  return (
    <>
      <h1>{nameOf(t, job)}</h1>
      {job.error ? <Failure error={job.error} /> : <Standing job={job} standing={standing} />}
      <div className="actions">
        {place && (
          <a className="button primary" href={place}>
            {t(job.state === "succeeded" ? "jobs.openResult" : "jobs.openPlace")}
          </a>
        )}
        {FOR_MANY.filter((order) => takes(job, order)).map((order) => (
          <button
            key={order}
            type="button"
            disabled={orders.isBusy}
            onClick={() => orders.give(order, [job])}
          >
            <OrderIcon order={order} />
            {t(`jobs.order.${order}`)}
          </button>
        ))}
      </div>
      {preview && <img className="job-preview" src={preview} alt={t("work.preview")} />}
      <Results job={job} />
      <Facts job={job} />
      <details>
        <summary>{t("jobs.request")}</summary>
        <pre>{JSON.stringify(job.request, null, 2)}</pre>
      </details>
    </>
  );
}

function Failure({ error }: { error: NonNullable<Job["error"]> }) {
  const { t } = useTranslation();
  return (
    <div className="problem">
      <strong>{plainly(t, error)}</strong>
      <p>{error.message}</p>
    </div>
  );
}

function Results({ job }: { job: Job }) {
  const { t } = useTranslation();
  const pictures = picturesOf(job);
  if (pictures.length === 0) return null;
  return (
    <ul className="job-results" aria-label={t("result.label")}>
      {pictures.map((id, index) => (
        <li key={id}>
          <a
            href={retouchLink(id)}
            aria-label={t("jobs.result", { index: index + 1, count: pictures.length })}
          >
            <img src={thumbnailOf(id)} alt="" />
          </a>
        </li>
      ))}
    </ul>
  );
}

function Facts({ job }: { job: Job }) {
  const { t, i18n } = useTranslation();
  const moment = (value: string | null) => value && dateAndTime(i18n.language, value);
  const rows = [
    [t("jobs.kind"), kindName(t, job.kind)],
    [t("wishes.engine"), job.engine],
    [t("jobs.owner"), job.owner],
    [t("jobs.made"), moment(job.created_at)],
    [t("jobs.started"), moment(job.started_at)],
    [t("jobs.ended"), moment(job.finished_at)],
    [t("jobs.attempts"), t("jobs.attempt", { attempt: job.attempt, attempts: job.max_attempts })],
    [t("jobs.number"), job.id],
  ].filter((row): row is [string, string] => Boolean(row[1]));
  return (
    <dl className="job-facts">
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
