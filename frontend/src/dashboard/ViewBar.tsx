/** Of which days, and of which zone. */
import { useTranslation } from "react-i18next";
import { Choice, Day } from "../curate/filterFields";
import type { View } from "./view";

interface Props {
  view: View;
  zones: readonly string[];
  onChange: (view: View) => void;
}

const CHOICES = ["today", "week", "month", "days"] as const;

export function ViewBar({ view, zones, onChange }: Props) {
  const { t } = useTranslation();
  const change = (changes: Partial<View>) => onChange({ ...view, ...changes });
  return (
    <div className="dashboard-view">
      <Choice
        name={t("dashboard.period")}
        value={view.period === "all" ? null : view.period}
        none={t("dashboard.allDays")}
        values={CHOICES.map((period) => [period, t(`dashboard.periods.${period}`), undefined])}
        onChange={(period) => change({ period: CHOICES.find((one) => one === period) ?? "all" })}
      />
      {view.period === "days" && (
        <>
          <Day name={t("curate.filter.from")} value={view.from} onChange={(from) => change({ from })} />
          <Day name={t("curate.filter.to")} value={view.to} onChange={(to) => change({ to })} />
        </>
      )}
      <Choice
        name={t("dashboard.zone")}
        value={view.zone}
        none={t("dashboard.allZones")}
        values={zones.map((zone) => [zone, zone, undefined])}
        onChange={(zone) => change({ zone })}
      />
    </div>
  );
}
