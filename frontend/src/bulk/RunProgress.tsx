/** How far a run is: done, failed, being painted, left, how long it still takes and how fast it goes. */
import { useTranslation } from "react-i18next";
import type { Bulk } from "../api/bulks";
import { span } from "./span";
import { isLive, shareOf } from "./standing";

export function RunProgress({ run }: { run: Bulk }) {
  const { t, i18n } = useTranslation();
  const number = (count: number) => count.toLocaleString(i18n.language);
  const facts = [
    t("bulk.doneOf", { done: number(run.done), total: number(run.total) }),
    run.failed > 0 && t("bulk.failed", { count: run.failed, number: number(run.failed) }),
    run.cancelled > 0 && t("bulk.cancelledCount", { count: run.cancelled, number: number(run.cancelled) }),
    run.running > 0 && t("bulk.runningCount", { count: run.running, number: number(run.running) }),
    run.left > 0 && t("bulk.left", { count: run.left, number: number(run.left) }),
    isLive(run) && run.eta_s !== null && t("bulk.eta", { time: span(t, run.eta_s) }),
    run.pictures_per_hour !== null && t("bulk.rate", { number: number(Math.round(run.pictures_per_hour)) }),
  ].filter(Boolean);
  return (
    <div className="run-progress">
      <p>{facts.join(" · ")}</p>
      <progress max={1} value={shareOf(run)} aria-label={facts[0] || undefined} />
    </div>
  );
}
