/** How the recommender of the server that answered stands. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getRecommenderHealth } from "../api/recommender";
import { decimal, percent } from "../dashboard/charts/numbers";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { duration } from "../shell/time";

const POLL_MS = 30_000;
const MEGA = 1_000_000;

export function HealthCard() {
  const { t, i18n } = useTranslation();
  const asked = useQuery({
    queryKey: ["visits", "recommender"],
    queryFn: getRecommenderHealth,
    refetchInterval: ({ state }) => (state.data?.ready === false ? 2_000 : POLL_MS),
  });
  const health = asked.data;
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <Sheet title={t("recommender.health")}>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {health && !health.ready && <p role="status">{t("recommender.reading")}</p>}
      {health?.ready && (
        <dl className="facts">
          <Fact name={t("recommender.fact.pictures")} value={number(health.pictures)} />
          <Fact
            name={t("recommender.fact.vectors")}
            value={percent(i18n.language, health.pictures ? health.with_vector / health.pictures : 0)}
          />
          <Fact name={t("recommender.fact.visitors")} value={number(health.visitors)} />
          <Fact name={t("recommender.fact.likes")} value={number(health.likes)} />
          <Fact name={t("recommender.fact.dislikes")} value={number(health.dislikes)} />
          <Fact name={t("recommender.fact.shown")} value={number(health.shown)} />
          <Fact
            name={t("recommender.fact.hitRate")}
            value={health.hit_rate === null ? "–" : percent(i18n.language, health.hit_rate, 1)}
          />
          <Fact name={t("recommender.fact.age")} value={duration(t, health.age_s)} />
          <Fact
            name={t("recommender.fact.memory")}
            value={t("recommender.megabytes", {
              number: decimal(i18n.language, health.memory_bytes / MEGA),
            })}
          />
        </dl>
      )}
    </Sheet>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
