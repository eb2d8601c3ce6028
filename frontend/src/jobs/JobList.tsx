/** Jobs of one state, as many as there are, of which only those in sight are drawn; keys walk and order. */
import { type KeyboardEvent, useId, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { JobFilter } from "../api/jobs";
import type { Job } from "../api/types";
import { Problem } from "../shell/Problem";
import { BlankRow, type Hands, JobRow } from "./JobRow";
import { goalOf, isMove, type Order, orderOf } from "./orders";
import { joined, nothing, type Selection, toggled } from "./selection";
import { useJobPages } from "./useJobPages";
import type { Orders } from "./useOrders";
import { useSight } from "./useSight";
import { useWalk } from "./useWalk";
import { walked } from "./walk";

interface Props {
  title: string;
  filter: JobFilter;
  chosen: Selection;
  choose: (change: (before: Selection) => Selection) => void;
  orders: Orders;
}

export function JobList({ title, filter, chosen, choose, orders }: Props) {
  const { t } = useTranslation();
  const heading = useId();
  const list = useRef<HTMLUListElement>(null);
  const sight = useSight(list);
  const pages = useJobPages(filter, sight);
  const walk = useWalk(list, pages);
  const anchor = useRef(0); // where a choice with Shift begins
  const { at } = walk;
  const give = (order: Order, row: number) => {
    const job = pages.jobAt(row);
    const goal = isMove(order) ? goalOf(order, row, pages.rows, pages.jobAt) : undefined;
    if (job && (goal || !isMove(order))) orders.give(order, [job], goal);
  };
  const press = (event: KeyboardEvent) => {
    const job = pages.jobAt(at);
    const isAll = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a";
    const order = job && !event.ctrlKey && !event.metaKey ? orderOf(event, job) : null;
    const to = event.altKey || event.ctrlKey || event.metaKey ? null : walked(event.key, at, pages.rows);
    if (isAll) choose((before) => joined(before, held(0, pages.rows)));
    else if (order && !isMove(order) && job && chosen.has(job.id)) orders.give(order, [...chosen.values()]);
    else if (order) give(order, at);
    else if (to !== null) walk.go(to, true);
    else if (event.key === "Escape") choose(() => nothing);
    else return;
    event.preventDefault();
  };
  const held = (first: number, end: number): Job[] =>
    pages.held.filter(({ row }) => row >= first && row < end).map(({ job }) => job);
  const pick = (job: Job, row: number, isRange: boolean) => {
    const range = held(Math.min(anchor.current, row), Math.max(anchor.current, row) + 1);
    choose((before) => (isRange ? joined(before, range) : toggled(before, job)));
    anchor.current = row;
  };
  // A job that has moved may be on two pages until both are read again.
  const firstRows = new Map(pages.held.toReversed().map(({ row, job }) => [job.id, row]));
  const hands = useHands({ pick, order: give });
  return (
    <section className="job-list" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {pages.error && <Problem error={pages.error} onRetry={pages.retry} />}
      {pages.isRead && pages.rows === 0 && <p className="soft">{t(`jobs.none.${filter.state}`)}</p>}
      <ul
        ref={list}
        style={{ "--rows": pages.rows }}
        onKeyDown={press}
        onFocus={walk.onFocus}
        onBlur={walk.onBlur}
      >
        {drawn(sight, at, pages.rows).map((row) => {
          const job = pages.jobAt(row);
          if (!job) return <BlankRow key={row} row={row} />;
          return (
            <JobRow
              key={firstRows.get(job.id) === row ? job.id : row}
              job={job}
              row={row}
              rows={pages.rows}
              isChosen={chosen.has(job.id)}
              isAt={row === at}
              isBusy={orders.isBusy}
              hands={hands}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** The rows in sight, and the present one, which may have the focus out of sight. */
function drawn({ first, end }: { first: number; end: number }, at: number, rows: number): number[] {
  const count = Math.max(0, Math.min(end, rows) - first);
  const inSight = Array.from({ length: count }, (_, index) => first + index);
  return rows === 0 || inSight.includes(at) ? inSight : [...inSight, at];
}

function useHands(now: Hands): Hands {
  const latest = useRef(now);
  latest.current = now;
  return useMemo(
    () => ({
      pick: (...about) => latest.current.pick(...about),
      order: (...about) => latest.current.order(...about),
    }),
    [],
  );
}
