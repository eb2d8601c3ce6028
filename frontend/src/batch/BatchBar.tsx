/** How far the batch is, what is lacking before it can start, and the orders that it takes now. */
import { useTranslation } from "react-i18next";
import type { Batch } from "../api/batches";
import { reasonOf } from "../shell/reason";
import { jobsLink } from "../shell/route";
import { duration } from "../shell/time";
import { doneOf, isLive, ordersOf } from "./standing";
import type { Work } from "./useBatch";
import { isRight } from "./wishes";

const NAMES = {
  start: "batch.order.start",
  pause: "jobs.order.pause",
  resume: "jobs.order.resume",
  cancel: "jobs.order.cancel",
  "restart-failed": "jobs.restartFailed",
} as const;

export function BatchBar({ batch, work }: { batch: Batch; work: Work }) {
  const { t } = useTranslation();
  const orders = ordersOf(batch);
  const lack = isRight(work.form)
    ? batch.needs_mask && work.form.region === "mask"
      ? "mask"
      : null
    : "number";
  const canStart = orders.includes("start");
  return (
    <div className="work-bar">
      {work.error && (
        <p className="problem" role="alert">
          {reasonOf(t, work.error)}
        </p>
      )}
      {batch.state !== "draft" && <HowFar batch={batch} />}
      {orders.map((order) => (
        <button
          key={order}
          type="button"
          className={order === "start" ? "primary wide" : "wide"}
          disabled={work.isBusy || (order === "start" && lack !== null)}
          onClick={() => work.give(order)}
        >
          {t(order === "start" && batch.state === "finished" ? "batch.order.goOn" : NAMES[order])}
        </button>
      ))}
      {canStart && lack && (
        <p className="soft">{t(lack === "mask" ? "batch.lackMask" : "batch.lackNumber")}</p>
      )}
    </div>
  );
}

function HowFar({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const done = doneOf(batch);
  const words = [
    t(`batch.state.${batch.state}`),
    t("batch.painted", { done, all: batch.in_range }),
    isLive(batch) && batch.eta_s !== null && t("library.left", { time: duration(t, batch.eta_s) }),
  ];
  return (
    <div className="progress">
      <p role="status">{words.filter(Boolean).join(" · ")}</p>
      <progress max={Math.max(1, batch.in_range)} value={done} aria-label={t("jobs.progress")} />
      <p className="soft">
        {batch.flicker !== null && t("batch.flicker", { flicker: batch.flicker.toFixed(2) })}
        {done > 0 && <> · {t("result.proof", { count: batch.changed_outside })}</>}
      </p>
      {batch.counts.failed > 0 && (
        <a href={jobsLink({ shown: "failed", batch: batch.id })}>
          {t("batch.failed", { count: batch.counts.failed })}
        </a>
      )}
    </div>
  );
}
