/** The moods: by season, hour, gender, generation and time of day, and the words that were chosen. */
import { useTranslation } from "react-i18next";
import type { Statistics } from "../api/statistics";
import { Bars } from "./charts/Bars";
import { ChartCard } from "./charts/ChartCard";
import { Cloud } from "./charts/Cloud";
import { Heat } from "./charts/Heat";
import { Lines } from "./charts/Lines";
import { tableOf } from "./charts/table";
import { Figures } from "./Figures";
import { ShareCard } from "./ShareCard";
import { type Kind, pairOf, sharesOf } from "./words";

export function EmotionSheet({ data }: { data: Statistics }) {
  const { t, i18n } = useTranslation();
  const hours = pairOf(t, data, "emotion", "hour");
  const moods = sharesOf(t, data, "emotion");
  const most = moods.toSorted((a, b) => b.count - a.count)[0];
  const kinds = ["season", "weather", "time", "emotion"] as const;
  const words = kinds
    .flatMap((kind) => sharesOf(t, data, kind).map((word) => ({ ...word, key: `${kind}/${word.key}` })))
    .toSorted((a, b) => b.count - a.count);
  const hourly = t("dashboard.chart.hour");
  return (
    <>
      <Figures
        figures={[
          [t("dashboard.total"), data.total.toLocaleString(i18n.language)],
          [t("dashboard.likesGiven"), data.likes.toLocaleString(i18n.language)],
          [t("dashboard.takenHome"), data.taken_home.toLocaleString(i18n.language)],
          [t("dashboard.mostOften"), most?.label ?? "–"],
        ]}
      />
      <div className="dashboard-cards">
        <Stacked data={data} columns="season" />
        <ShareCard data={data} kind="emotion" />
        <ChartCard
          title={t("dashboard.chart.heat")}
          table={tableOf(t("dashboard.kind.emotion"), hours)}
          file="emotion-hour"
          isWide
        >
          <Heat grid={hours} label={t("dashboard.chart.heat")} />
        </ChartCard>
        <ChartCard
          title={hourly}
          table={tableOf(t("dashboard.kind.emotion"), hours)}
          file="emotion-hour"
          isWide
        >
          <Lines grid={hours} label={hourly} />
        </ChartCard>
        <Stacked data={data} columns="gender" />
        <Stacked data={data} columns="generation" />
        <Stacked data={data} columns="time" />
        <ChartCard
          title={t("dashboard.chart.cloud")}
          table={{
            columns: [t("dashboard.word"), t("dashboard.visits")],
            rows: words.map(({ label, count }) => [label, count] as const),
          }}
          file="words"
        >
          <Cloud words={words} label={t("dashboard.chart.cloud")} />
        </ChartCard>
      </div>
    </>
  );
}

/** The moods as bars, stacked from another kind of words. */
function Stacked({ data, columns }: { data: Statistics; columns: Exclude<Kind, "emotion" | "hour"> }) {
  const { t } = useTranslation();
  const grid = pairOf(t, data, "emotion", columns);
  const title = t("dashboard.chart.by", {
    rows: t("dashboard.kind.emotion"),
    columns: t(`dashboard.kind.${columns}`),
  });
  return (
    <ChartCard title={title} table={tableOf(t("dashboard.kind.emotion"), grid)} file={`emotion-${columns}`}>
      <Bars grid={grid} label={title} />
    </ChartCard>
  );
}
