/** The painter's present work in one line: how many pictures, how many wait, how long it may take. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getJobs } from "../api/client";
import type { Job } from "../api/types";
import { duration } from "../shell/time";
import { leftOf } from "./work";

const POLL_MS = 4_000; // a safety net: news come by the event stream

export interface Work {
  readonly running: readonly Job[];
  readonly waiting: readonly Job[];
}

export function useWork(): Work {
  const running = useQuery({
    queryKey: ["jobs", "running"],
    queryFn: () => getJobs("running"),
    refetchInterval: POLL_MS,
  });
  const waiting = useQuery({
    queryKey: ["jobs", "enqueued"],
    queryFn: () => getJobs("enqueued"),
    refetchInterval: POLL_MS,
  });
  return { running: running.data?.items ?? [], waiting: (waiting.data?.items ?? []).toReversed() };
}

export function AtWork({ work: { running, waiting } }: { work: Work }) {
  const { t } = useTranslation();
  const left_s = leftOf(running, waiting.length);
  const words = [
    running.length > 0 && t("library.working", { count: running.length }),
    waiting.length > 0 && t("library.waiting", { count: waiting.length }),
    left_s !== null && t("library.left", { time: duration(t, left_s) }),
  ].filter(Boolean);
  return (
    <p className="at-work" role="status">
      {words.join(" · ")}
    </p>
  );
}
