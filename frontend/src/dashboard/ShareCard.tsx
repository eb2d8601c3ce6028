/** How visits are spread over the words of one kind. */
import { useTranslation } from "react-i18next";
import type { Statistics } from "../api/statistics";
import { ChartCard } from "./charts/ChartCard";
import { Ring } from "./charts/Ring";
import { type Kind, sharesOf } from "./words";

export function ShareCard({ data, kind }: { data: Statistics; kind: Exclude<Kind, "hour"> }) {
  const { t } = useTranslation();
  const shares = sharesOf(t, data, kind);
  const title = t("dashboard.chart.share", { kind: t(`dashboard.kind.${kind}`) });
  return (
    <ChartCard
      title={title}
      table={{
        columns: [t(`dashboard.kind.${kind}`), t("dashboard.visits")],
        rows: shares.map(({ label, count }) => [label, count] as const),
      }}
      file={kind}
    >
      <Ring names={shares} values={shares.map(({ count }) => count)} label={title} />
    </ChartCard>
  );
}
