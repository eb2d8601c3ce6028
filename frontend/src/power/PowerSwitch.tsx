/** The machine that paints, in the bar on top: its state in words, the time until it stops, start and stop. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "../shell/time";
import { AskStop } from "./AskStop";
import { idleLeft_s, ordersOf, saidOf } from "./standing";
import type { Switch } from "./usePower";

const WORDS = {
  stopped: "power.stopped",
  pending: "power.pending",
  loading: "power.loading",
  ready: "power.ready",
  stopping: "power.stopping",
  unknown: "power.unknown",
} as const;

export function PowerSwitch({ machine }: { machine: Switch }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { power, isOrdering, order } = machine;
  const said = saidOf(power);
  const orders = ordersOf(power);
  return (
    <section className="power" aria-label={t("power.label")}>
      <span className={`lamp ${said}`} aria-hidden="true" />
      <p className="power-words">
        <span role="status">{t(WORDS[said])}</span>
        <span className="soft">
          <IdleTime machine={machine} />
          {power.address}
        </span>
      </p>
      {orders.includes("start") && (
        <button type="button" disabled={isOrdering} onClick={() => order("start")}>
          {t("power.start")}
        </button>
      )}
      {orders.includes("stop") && (
        <button type="button" disabled={isOrdering} onClick={() => setAsking(true)}>
          {t("power.stop")}
        </button>
      )}
      {asking && <AskStop onStop={() => order("stop")} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** Outside the live region: nobody wants each second read out. */
function IdleTime({ machine: { power, told_ms } }: { machine: Switch }) {
  const { t } = useTranslation();
  const now_ms = useClock(power.idle_stop_s !== null);
  const left_s = idleLeft_s(power, Math.max(0, now_ms - told_ms));
  if (left_s === null) return null;
  const words = t("power.idle", { time: duration(t, left_s) });
  return power.address ? `${words} · ` : words;
}

function useClock(runs: boolean): number {
  const [now_ms, setNow] = useState(Date.now);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [runs]);
  return now_ms;
}
