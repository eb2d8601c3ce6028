/** At the lower edge: what may be ordered of the chosen jobs, and what came of the last order. */
import { useTranslation } from "react-i18next";
import { CloseIcon } from "../shell/icons";
import { reasonOf } from "../shell/reason";
import { OrderIcon } from "./icons";
import { FOR_MANY, takes } from "./orders";
import type { Selection } from "./selection";
import type { Orders, Told } from "./useOrders";

interface Props {
  chosen: Selection;
  onClear: () => void;
  orders: Orders;
}

export function OrdersBar({ chosen, onClear, orders }: Props) {
  const { t } = useTranslation();
  const jobs = [...chosen.values()];
  const able = FOR_MANY.filter((order) => jobs.some((job) => takes(job, order)));
  const { told, isBusy } = orders;
  return (
    <div className="orders-bar">
      {told && <Outcome told={told} orders={orders} />}
      {jobs.length > 0 && (
        <div className="orders-sheet" role="toolbar" aria-label={t("jobs.orders")}>
          <strong>{t("jobs.chosen", { count: jobs.length })}</strong>
          {able.map((order) => (
            <button key={order} type="button" disabled={isBusy} onClick={() => orders.give(order, jobs)}>
              <OrderIcon order={order} />
              {t(`jobs.order.${order}`)}
            </button>
          ))}
          <Close label={t("jobs.clear")} onClick={onClear} />
        </div>
      )}
    </div>
  );
}

function Outcome({ told, orders }: { told: Told; orders: Orders }) {
  const { t } = useTranslation();
  const { order, asked, done, refusals } = told;
  const [first] = refusals;
  const back = done.map((job) => ({ ...job, state: "cancelled" as const }));
  const words = orders.isBusy
    ? t("jobs.inWork", { done: done.length + refusals.length, asked })
    : t(`jobs.done.${order}`, { count: done.length });
  return (
    <div className="orders-sheet told">
      <p role="status">{words}</p>
      {first && (
        <p className="problem" role="alert">
          {t("jobs.refused", { count: refusals.length, reason: reasonOf(t, first) })}
        </p>
      )}
      {order === "cancel" && !orders.isBusy && done.length > 0 && (
        <button type="button" onClick={() => orders.give("restart", back)}>
          {t("jobs.undo")}
        </button>
      )}
      <Close label={t("jobs.close")} onClick={orders.forget} />
    </div>
  );
}

function Close({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="quiet only-icon" aria-label={label} title={label} onClick={onClick}>
      <CloseIcon />
    </button>
  );
}
