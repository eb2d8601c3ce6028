/** How well moods were read, by the visitors' own word, whether all are served alike, and how the recommender is. */
import { useTranslation } from "react-i18next";
import type { Statistics } from "../api/statistics";
import { HealthCard } from "../recommender/HealthCard";
import { ServedAlike } from "../recommender/ServedAlike";
import { ChartCard } from "./charts/ChartCard";
import { percent } from "./charts/numbers";
import { type ErrorRate, errorOf, standsOut } from "./guesses";
import { type Kind, namesOf } from "./words";

const KINDS = ["generation", "gender"] as const satisfies readonly Kind[];

export function QualitySheet({ data }: { data: Statistics }) {
  const { t, i18n } = useTranslation();
  const all = errorOf(data.guesses);
  const groups = KINDS.flatMap((kind) =>
    namesOf(t, kind).flatMap(({ key, label }) => {
      const rate = errorOf(data.guesses, (one) => one[kind] === key);
      return rate ? [{ key: `${kind}/${key}`, label, rate }] : [];
    }),
  );
  const rows = [...(all ? [{ key: "all", label: t("dashboard.everybody"), rate: all }] : []), ...groups];
  const share = (value: number) => percent(i18n.language, value, 1);
  return (
    <div className="dashboard-cards">
      <ChartCard
        title={t("dashboard.chart.errors")}
        table={{
          columns: [
            t("dashboard.group"),
            t("dashboard.checked"),
            t("dashboard.wrong"),
            t("dashboard.rate"),
            t("dashboard.within"),
          ],
          rows: rows.map(({ label, rate }) => [
            label,
            rate.checked,
            rate.wrong,
            share(rate.rate),
            t("dashboard.fromTo", { low: share(rate.low), high: share(rate.high) }),
          ]),
        }}
        file="mood-errors"
      >
        <p className="soft">{t("dashboard.errorsHint")}</p>
        <ul className="dashboard-errors">
          {rows.map(({ key, label, rate }) => (
            <li key={key}>
              <span>{label}</span>
              <Range rate={rate} label={share(rate.rate)} />
              <span>
                {share(rate.rate)}
                {all && standsOut(rate, all) && (
                  <strong className="dashboard-odd"> · {t("dashboard.standsOut")}</strong>
                )}
              </span>
            </li>
          ))}
        </ul>
        {data.hidden_groups > 0 && (
          <p className="soft">{t("dashboard.hiddenGroups", { count: data.hidden_groups })}</p>
        )}
      </ChartCard>
      <ServedAlike />
      <HealthCard />
    </div>
  );
}

/** A rate within what chance allows, from 0 to 100 %. */
function Range({ rate, label }: { rate: ErrorRate; label: string }) {
  return (
    <svg
      className="chart dashboard-range"
      role="img"
      aria-label={label}
      viewBox="0 0 100 16"
      preserveAspectRatio="none"
    >
      <line className="chart-rule" x1="0" x2="100" y1="8" y2="8" />
      <rect
        className="chart-heat"
        style={{ "--heat": "60%" }}
        x={100 * rate.low}
        y="3"
        width={100 * Math.max(0.005, rate.high - rate.low)}
        height="10"
      />
      <line className="chart-median" x1={100 * rate.rate} x2={100 * rate.rate} y1="1" y2="15" />
    </svg>
  );
}
