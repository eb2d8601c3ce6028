/** The last acts with their counts; each that can be undone has its button. */
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { getPromotions, type Promotion } from "../api/promotions";
import type { Promoting } from "../pool/usePromotion";
import { Problem } from "../shell/Problem";
import { ago } from "../shell/time";

const SHOWN = 12;
const POLL_MS = 10_000; // others act, too

export interface RecentActs {
  readonly items: readonly Promotion[];
  readonly isRead: boolean;
  readonly error: Error | null;
  again(): void;
}

export function useRecent(): RecentActs {
  const asked = useQuery({
    queryKey: ["promotions"],
    queryFn: () => getPromotions(SHOWN),
    refetchInterval: POLL_MS,
  });
  return {
    items: asked.data?.items ?? [],
    isRead: asked.isSuccess,
    error: asked.error,
    again: () => void asked.refetch(),
  };
}

export function Recent({ recent, promoting }: { recent: RecentActs; promoting: Promoting }) {
  const { t, i18n } = useTranslation();
  return (
    <section aria-labelledby="recent-title">
      <h2 id="recent-title">{t("serving.recent")}</h2>
      {recent.error && <Problem error={recent.error} onRetry={recent.again} />}
      {recent.isRead && recent.items.length === 0 && <p className="soft">{t("serving.noRecent")}</p>}
      <ul className="recent">
        {recent.items.map((one) => (
          <li key={one.id}>
            <span>
              <strong>{t(`serving.kind.${one.kind}`)}</strong>{" "}
              <span className="soft">{ago(i18n.language, one.created_at, Date.now())}</span>
              <br />
              <span className="soft">{factsOf(t, one)}</span>
            </span>
            {one.can_undo && (
              <button type="button" disabled={promoting.isBusy} onClick={() => promoting.undo(one.id)}>
                {t("serving.undo")}
              </button>
            )}
            {one.state === "done" && one.left > 0 && (
              <button type="button" disabled={promoting.isBusy} onClick={() => promoting.goOn(one.id)}>
                {t("serving.goOn")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function factsOf(t: TFunction, one: Promotion): string {
  const { promoted, skipped, failed, asked, left, undoes, state } = one;
  const words = [
    t("serving.counts", { promoted, skipped, failed, asked }),
    left > 0 && t("serving.left", { count: left }),
    undoes && t("serving.isUndo"),
    state === "undone" && t("serving.wasUndone"),
  ];
  return words.filter(Boolean).join(" · ");
}
