/** What visitors chose, who they were in numbers, what they like most, and how well the moods were read. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { getStatistics, type Statistics } from "../api/statistics";
import { Flower } from "../shell/icons";
import { Problem } from "../shell/Problem";
import { mayCurate } from "../shell/roles";
import { curateLink, dashboardLink, dataLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { EmotionSheet } from "./EmotionSheet";
import { GallerySheet } from "./GallerySheet";
import { OwnerSheet } from "./OwnerSheet";
import { QualitySheet } from "./QualitySheet";
import { ViewBar } from "./ViewBar";
import { SHEETS, searchOf, type View, viewIn, wishOf } from "./view";
import "../style/charts.css";
import "../style/dashboard.css";
import "../style/recommender.css";

const REFRESH_MS = 180_000; // where no news come

export function DashboardPage({ search }: { search: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const view = useMemo(() => viewIn(search), [search]);
  const isAllowed = me !== null && mayCurate(me.role);
  const asked = useQuery({
    queryKey: ["visits", "statistics", search],
    queryFn: () => getStatistics(wishOf(view, Date.now())),
    enabled: isAllowed,
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  const link = (changes: Partial<View>) => dashboardLink(searchOf({ ...view, ...changes }));
  return (
    <div className="dashboard">
      <header className="page-head">
        <h1>{t("nav.dashboard")}</h1>
        <p className="soft">{t("dashboard.lead")}</p>
      </header>
      {me && !isAllowed && <p>{t("data.forCurators")}</p>}
      {isAllowed && (
        <>
          <nav className="segments dashboard-sheets" aria-label={t("dashboard.sheets")}>
            {SHEETS.map((sheet) => (
              <a key={sheet} href={link({ sheet })} aria-current={view.sheet === sheet ? "true" : undefined}>
                {t(`dashboard.sheet.${sheet}`)}
              </a>
            ))}
          </nav>
          {view.sheet !== "gallery" && (
            <ViewBar
              view={view}
              zones={asked.data?.zones ?? []}
              onChange={(after) => {
                location.hash = dashboardLink(searchOf(after));
              }}
            />
          )}
          {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
          {asked.data && <Totals data={asked.data} view={view} link={link} />}
          {view.sheet === "gallery" ? (
            <GallerySheet />
          ) : (
            asked.data && <Sheet view={view} data={asked.data} />
          )}
        </>
      )}
    </div>
  );
}

function Sheet({ view, data }: { view: View; data: Statistics }) {
  if (view.sheet === "quality") return <QualitySheet data={data} />;
  if (data.total === 0) return <Empty isNarrowed={view.period !== "all" || view.zone !== null} />;
  return view.sheet === "owner" ? <OwnerSheet data={data} /> : <EmotionSheet data={data} />;
}

interface TotalsProps {
  data: Statistics;
  view: View;
  link: (changes: Partial<View>) => string;
}

/** Made-up visits are never mixed with real ones; where there are some, they can be looked at apart. */
function Totals({ data, view, link }: TotalsProps) {
  const { t, i18n } = useTranslation();
  const number = data.synthetic.toLocaleString(i18n.language);
  if (view.sheet === "gallery") return null;
  if (view.synthetic)
    return (
      <p className="badge dashboard-made-up">
        {t("dashboard.onlySynthetic")} <a href={link({ synthetic: false })}>{t("dashboard.showReal")}</a>
      </p>
    );
  if (data.synthetic === 0) return null;
  return (
    <p className="badge dashboard-made-up">
      {t("dashboard.synthetic", { number })}{" "}
      <a href={link({ synthetic: true })}>{t("dashboard.showSynthetic")}</a>
    </p>
  );
}

function Empty({ isNarrowed }: { isNarrowed: boolean }) {
  const { t } = useTranslation();
  if (isNarrowed) return <p className="empty">{t("dashboard.nobodyThen")}</p>;
  return (
    <div className="empty">
      <Flower />
      <p>{t("dashboard.nobody")}</p>
      <p className="soft">
        {t("dashboard.nobodyHint")} <a href={curateLink()}>{t("nav.curate")}</a> ·{" "}
        <a href={dataLink}>{t("nav.data")}</a>
      </p>
    </div>
  );
}
