/** One run as it goes: its numbers, what can be ordered, what failed and why, its newest pictures. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Bulk, deleteBulk, getBulk, type Order, orderBulk } from "../api/bulks";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { bulkLink, curateLink } from "../shell/route";
import { AskFirst } from "./AskFirst";
import { Failures } from "./Failures";
import { NewestPictures } from "./NewestPictures";
import { nameOf } from "./names";
import { RunProgress } from "./RunProgress";
import { isLive, ordersFor } from "./standing";

const POLL_MS = 1_500;

export function RunSheet({ id }: { id: string }) {
  const { t } = useTranslation();
  const asked = useQuery({
    queryKey: ["bulk", id],
    queryFn: () => getBulk(id),
    refetchInterval: ({ state }) => (state.error || (state.data && !isLive(state.data)) ? false : POLL_MS),
  });
  const run = asked.data;
  return (
    <section className="run">
      <a className="back" href={bulkLink()}>
        {t("bulk.backToAll")}
      </a>
      <h1>{run ? nameOf(t, run) : t("bulk.run")}</h1>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {run && <Shown run={run} />}
    </section>
  );
}

function Shown({ run }: { run: Bulk }) {
  const { t } = useTranslation();
  const isOver = run.state === "done" || run.state === "cancelled";
  return (
    <>
      <div className="sheet-body" role="status">
        <p>
          <span className={run.state === "done" && run.failed === 0 ? "badge good" : "badge"}>
            {t(`bulk.state.${run.state}`)}
          </span>{" "}
          <span className="soft">{run.engine}</span>
        </p>
        <RunProgress run={run} />
      </div>
      <Orders run={run} isOver={isOver} />
      {run.failed > 0 && <Failures run={run} />}
      <NewestPictures run={run} />
    </>
  );
}

function Orders({ run, isOver }: { run: Bulk; isOver: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isAsking, ask] = useState(false);
  const key = ["bulk", run.id];
  const ordered = useMutation({
    mutationFn: (order: Order) => orderBulk(run.id, order),
    onSuccess: (after) => queries.setQueryData(key, after),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const forgotten = useMutation({
    mutationFn: () => deleteBulk(run.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["bulks"] });
      location.hash = bulkLink();
    },
  });
  const error = ordered.error ?? forgotten.error;
  return (
    <div className="run-orders">
      <div className="actions">
        {ordersFor(run).map((order) => (
          <button
            key={order}
            type="button"
            disabled={ordered.isPending}
            onClick={() => (order === "cancel" ? ask(true) : ordered.mutate(order))}
          >
            {t(order === "restart" && run.cancelled > 0 ? "bulk.makeRest" : `bulk.order.${order}`)}
          </button>
        ))}
        {run.done > 0 && (
          <a className="button" href={curateLink(`bulk=${encodeURIComponent(run.id)}`)}>
            {t("bulk.curate")}
          </a>
        )}
        {isOver && (
          <button
            type="button"
            className="quiet"
            title={t("bulk.forgetHint")}
            disabled={forgotten.isPending}
            onClick={() => forgotten.mutate()}
          >
            {t("bulk.forget")}
          </button>
        )}
      </div>
      {error && (
        <p className="problem" role="alert">
          {reasonOf(t, error)}
        </p>
      )}
      {isAsking && (
        <AskFirst
          title={t("bulk.sureCancel")}
          hint={t("bulk.sureCancelHint", { count: run.left + run.running })}
          yes={t("bulk.order.cancel")}
          no={t("bulk.goOn")}
          onYes={() => ordered.mutate("cancel")}
          onClose={() => ask(false)}
        />
      )}
    </div>
  );
}
