/** The jobs of a list around the eye; the pages that are out of sight are let go. */
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { JOBS_A_PAGE, type JobFilter, listJobs } from "../api/jobs";
import type { Job } from "../api/types";
import { type Chain, firstPage, followed, pagesFor, rowsIn, type Span } from "./chain";

const POLL_MS = 5_000; // a safety net: news come by the event stream

export interface JobPages {
  readonly rows: number; // as far as is known
  readonly isRead: boolean; // there has been an answer
  readonly error: Error | null;
  readonly held: readonly Row[]; // the jobs that are read now
  jobAt(row: number): Job | null; // null: not read yet
  retry(): void;
}

export interface Row {
  readonly row: number;
  readonly job: Job;
}

type Told = readonly [rows: number, next: string | null];

/** `span`: the rows that are shown. One list for one filter: the component that calls this has a key of it. */
export function useJobPages(filter: JobFilter, span: Span): JobPages {
  const [chain, setChain] = useState<Chain>(firstPage);
  const pages = pagesFor(chain, span, JOBS_A_PAGE);
  const asked = useQueries({
    queries: pages.map((page) => {
      const cursor = chain.cursors[page] ?? null;
      return {
        queryKey: ["queue", filter, cursor],
        queryFn: () => listJobs(filter, cursor),
        refetchInterval: POLL_MS,
      };
    }),
  });
  const told = asked.map(({ data }): Told | null => (data ? [data.items.length, data.next_cursor] : null));
  const heard = JSON.stringify(pages.map((page, index) => [page, told[index]]));
  useEffect(() => {
    const answers = JSON.parse(heard) as [number, Told | null][];
    setChain((before) =>
      answers.reduce((known, [page, answer]) => (answer ? followed(known, page, ...answer) : known), before),
    );
  }, [heard]);
  const jobs = useHeld(
    pages,
    asked.map(({ data }) => data?.items),
  );
  return {
    rows: rowsIn(chain, JOBS_A_PAGE),
    isRead: chain.cursors.length > 1 || chain.lastRows !== null,
    error: asked.find(({ error }) => error)?.error ?? null,
    held: [...jobs].flatMap(([page, items]) =>
      items.map((job, index) => ({ row: page * JOBS_A_PAGE + index, job })),
    ),
    jobAt: (row) => jobs.get(Math.floor(row / JOBS_A_PAGE))?.[row % JOBS_A_PAGE] ?? null,
    retry: () => {
      for (const { refetch } of asked) void refetch();
    },
  };
}

type Held = ReadonlyMap<number, readonly Job[]>;

/** The rows of each page; those of before while a page that has moved is read anew. */
function useHeld(pages: readonly number[], answers: readonly (readonly Job[] | undefined)[]): Held {
  const held = useRef<Held>(new Map());
  const rows = pages.map((page, index) => [page, answers[index] ?? held.current.get(page) ?? []] as const);
  held.current = new Map(rows);
  return held.current;
}
