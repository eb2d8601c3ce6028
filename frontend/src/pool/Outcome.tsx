/** How far a promotion is and what came of it: promoted, skipped and failed are together what was asked. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getFailed, type Promotion } from "../api/promotions";
import { reasonOf } from "../shell/reason";
import type { Promoting } from "./usePromotion";

export function Outcome({ promoting }: { promoting: Promoting }) {
  const { t } = useTranslation();
  const { promotion, error } = promoting;
  return (
    <>
      {error && (
        <p className="problem" role="alert">
          {reasonOf(t, error)}
        </p>
      )}
      {promotion && <Counts promotion={promotion} promoting={promoting} />}
    </>
  );
}

function Counts({ promotion, promoting }: { promotion: Promotion; promoting: Promoting }) {
  const { t } = useTranslation();
  const { id, kind, state, asked, promoted, skipped, failed, left, undoes, can_undo } = promotion;
  const done = promoted + skipped + failed;
  const isRunning = state === "running";
  const canGoOn = !isRunning && left > 0;
  return (
    <div className="outcome">
      <p role="status">
        <strong>{t(undoes ? "serving.undoneNow" : `serving.did.${kind}`, { count: promoted })}</strong>{" "}
        {t("serving.counts", { promoted, skipped, failed, asked })}
        {left > 0 && ` · ${t("serving.left", { count: left })}`}
      </p>
      {isRunning && <progress max={Math.max(1, asked)} value={done} aria-label={t("jobs.progress")} />}
      {failed > 0 && <Failed id={id} count={failed} />}
      <div className="actions">
        {can_undo && !isRunning && (
          <button type="button" disabled={promoting.isBusy} onClick={() => promoting.undo(id)}>
            {t("serving.undo")}
          </button>
        )}
        {canGoOn && (
          <button type="button" disabled={promoting.isBusy} onClick={() => promoting.goOn(id)}>
            {t("serving.goOn")}
          </button>
        )}
      </div>
    </div>
  );
}

function Failed({ id, count }: { id: string; count: number }) {
  const { t } = useTranslation();
  const asked = useInfiniteQuery({
    queryKey: ["promotion", id, "failed", count],
    queryFn: ({ pageParam }) => getFailed(id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  return (
    <details className="failed-list" open>
      <summary>{t("serving.failed", { count })}</summary>
      <ul>
        {asked.data?.pages
          .flatMap(({ items }) => items)
          .map(({ position, tail, reason }) => (
            <li key={position}>
              <code>{tail}</code> {reason}
            </li>
          ))}
      </ul>
      {asked.hasNextPage && (
        <button type="button" onClick={() => void asked.fetchNextPage()}>
          {t("library.more")}
        </button>
      )}
    </details>
  );
}
