/** The visitors in numbers: how many gardens, estimated ages, and who chose what. */
import { useTranslation } from "react-i18next";
import type { Statistics } from "../api/statistics";
import { Bars } from "./charts/Bars";
import { BoxPlot, type Spread } from "./charts/BoxPlot";
import { ChartCard } from "./charts/ChartCard";
import { decimal } from "./charts/numbers";
import { tableOf } from "./charts/table";
import { Figures } from "./Figures";
import { Pivot } from "./Pivot";
import { ShareCard } from "./ShareCard";
import { namesOf, pairOf } from "./words";

export function OwnerSheet({ data }: { data: Statistics }) {
  const { t, i18n } = useTranslation();
  const { average, by_emotion: ages } = data.ages;
  const spreads = namesOf(t, "emotion").flatMap((name): Spread[] => {
    const spread = ages[name.key];
    return spread ? [{ ...name, ...spread }] : [];
  });
  const times = pairOf(t, data, "generation", "time");
  const timesTitle = t("dashboard.chart.by", {
    rows: t("dashboard.kind.generation"),
    columns: t("dashboard.kind.time"),
  });
  return (
    <>
      <Figures
        figures={[
          [t("dashboard.gardens"), data.gardens.toLocaleString(i18n.language)],
          [
            t("dashboard.averageAge"),
            average === null ? "–" : t("dashboard.years", { number: decimal(i18n.language, average) }),
          ],
        ]}
      />
      <div className="dashboard-cards">
        <ChartCard
          title={t("dashboard.chart.ages")}
          table={{
            columns: [
              t("dashboard.kind.emotion"),
              t("dashboard.visits"),
              ...(["least", "lower", "median", "upper", "most"] as const).map((one) =>
                t(`dashboard.spread.${one}`),
              ),
            ],
            rows: spreads.map(
              ({ label, count, least, lower, median, upper, most }) =>
                [label, count, least, lower, median, upper, most] as const,
            ),
          }}
          file="ages"
        >
          <BoxPlot spreads={spreads} label={t("dashboard.chart.ages")} />
        </ChartCard>
        <Pivot data={data} />
        <ShareCard data={data} kind="season" />
        <ShareCard data={data} kind="weather" />
        <ShareCard data={data} kind="time" />
        <ShareCard data={data} kind="gender" />
        <ChartCard
          title={timesTitle}
          table={tableOf(t("dashboard.kind.generation"), times)}
          file="generation-time"
          isWide
        >
          <Bars grid={times} label={timesTitle} />
        </ChartCard>
      </div>
    </>
  );
}
