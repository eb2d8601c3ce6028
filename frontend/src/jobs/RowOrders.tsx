/** The orders of one row as small buttons, and the way to where its work goes on. */
import { useTranslation } from "react-i18next";
import type { Job } from "../api/types";
import { placeOf } from "./facts";
import { OpenIcon, OrderIcon } from "./icons";
import { MOVES, type Order, takes } from "./orders";

interface Props {
  job: Job;
  tabIndex: number;
  isBusy: boolean;
  onOrder: (order: Order) => void;
}

const OTHERS = ["pause", "resume", "cancel", "restart"] as const;

export function RowOrders({ job, ...rest }: Props) {
  return (
    <div className="job-orders">
      {job.state === "enqueued" && (
        <span className="moves">
          {MOVES.map((order) => (
            <OrderButton key={order} order={order} {...rest} />
          ))}
        </span>
      )}
      {OTHERS.filter((order) => takes(job, order)).map((order) => (
        <OrderButton key={order} order={order} {...rest} />
      ))}
      <OpenLink job={job} tabIndex={rest.tabIndex} />
    </div>
  );
}

function OrderButton({ order, tabIndex, isBusy, onOrder }: Omit<Props, "job"> & { order: Order }) {
  const { t } = useTranslation();
  const name = t(`jobs.order.${order}`);
  return (
    <button
      type="button"
      className="quiet only-icon"
      data-order={order}
      aria-label={name}
      title={name}
      tabIndex={tabIndex}
      disabled={isBusy}
      onClick={() => onOrder(order)}
    >
      <OrderIcon order={order} />
    </button>
  );
}

function OpenLink({ job, tabIndex }: { job: Job; tabIndex: number }) {
  const { t } = useTranslation();
  const place = placeOf(job);
  const name = t(job.state === "succeeded" ? "jobs.openResult" : "jobs.openPlace");
  return (
    place && (
      <a className="only-icon" href={place} aria-label={name} title={name} tabIndex={tabIndex}>
        <OpenIcon />
      </a>
    )
  );
}
