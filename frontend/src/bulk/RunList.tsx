/** All runs, newest first, each with how far it is. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Bulk, getBulks } from "../api/bulks";
import { Problem } from "../shell/Problem";
import { bulkLink } from "../shell/route";
import { ago } from "../shell/time";
import { nameOf } from "./names";
import { RunProgress } from "./RunProgress";
import { isLive } from "./standing";

const POLL_MS = 3_000;

export function RunList() {
  const { t } = useTranslation();
  const asked = useInfiniteQuery({
    queryKey: ["bulks"],
    queryFn: ({ pageParam }) => getBulks(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isLive)) ? POLL_MS : false,
  });
  const runs = asked.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="runs" aria-label={t("bulk.runs")}>
      <h2>{t("bulk.runs")}</h2>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && runs.length === 0 && <p className="soft">{t("bulk.noRuns")}</p>}
      {runs.length > 0 && (
        <ul className="sheet-list">
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </ul>
      )}
      {asked.hasNextPage && (
        <button
          type="button"
          className="more"
          disabled={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {t("bulk.moreRuns")}
        </button>
      )}
    </section>
  );
}

function Row({ run }: { run: Bulk }) {
  const { t, i18n } = useTranslation();
  return (
    <li>
      <p>
        <a href={bulkLink(run.id)}>{nameOf(t, run)}</a>{" "}
        <span className="soft">
          {t(`bulk.state.${run.state}`)} · {ago(i18n.language, run.created_at, Date.now())}
        </span>
      </p>
      <RunProgress run={run} />
    </li>
  );
}
