/** One job of a list: its picture, its words, where it stands, and what may be ordered of it. */
import { type ChangeEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "../api/types";
import { jobLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { Face } from "./Face";
import { kindName } from "./kinds";
import { nameOf } from "./names";
import type { Order } from "./orders";
import { RowOrders } from "./RowOrders";
import { Standing } from "./Standing";
import { useStanding } from "./standing";

interface Props {
  job: Job;
  row: number;
  rows: number;
  isChosen: boolean;
  isAt: boolean; // the keys speak of this one
  isBusy: boolean;
  hands: Hands;
}

/** What a row can ask of its list: always the same object, so that scrolling draws only the rows that are new. */
export interface Hands {
  pick(job: Job, row: number, isRange: boolean): void;
  order(order: Order, row: number): void;
}

export const JobRow = memo(function JobRow({ job, row, rows, isChosen, isAt, isBusy, hands }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const standing = useStanding(job);
  const words = nameOf(t, job);
  const kind = kindName(t, job.kind);
  const isOthers = me !== null && job.owner !== null && job.owner !== me.owner;
  const facts = [kind, job.engine, job.batch && t("jobs.ofBatch"), isOthers && t("jobs.ofOthers")];
  const tabIndex = isAt ? 0 : -1;
  const pick = ({ nativeEvent }: ChangeEvent) =>
    hands.pick(job, row, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
  return (
    <li
      className="job"
      style={{ "--row": row }}
      data-row={row}
      data-last={row === rows - 1 || undefined}
      aria-posinset={row + 1}
      aria-setsize={rows}
    >
      <input
        type="checkbox"
        tabIndex={tabIndex}
        checked={isChosen}
        aria-label={[words, kind, standing.words].join(", ")}
        onChange={pick}
      />
      <Face job={job} />
      <div className="job-words">
        <a href={jobLink(job.id)} tabIndex={tabIndex}>
          {words}
        </a>
        <p className="soft">{facts.filter(Boolean).join(" · ")}</p>
      </div>
      <Standing job={job} standing={standing} />
      <RowOrders job={job} tabIndex={tabIndex} isBusy={isBusy} onOrder={(order) => hands.order(order, row)} />
    </li>
  );
});

/** A row that is on its way. */
export const BlankRow = ({ row }: { row: number }) => (
  <li className="job blank-job" style={{ "--row": row }} data-row={row} aria-hidden="true" />
);
