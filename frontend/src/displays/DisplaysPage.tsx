/** The exhibition's screens: zones, what hangs where now, what comes when, and the players that show it. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getZones } from "../api/displays";
import { Problem } from "../shell/Problem";
import { mayCurate } from "../shell/roles";
import { displaysLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { NewZone } from "./NewZone";
import { Totals } from "./Totals";
import { ZoneDesk } from "./ZoneDesk";
import "../style/charts.css";
import "../style/garden.css";
import "../style/displays-wall.css";
import "../style/displays.css";
import "../style/place.css";

const POLL_MS = 10_000; // where no news come

export function DisplaysPage({ zone }: { zone: string | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const isAllowed = me !== null && mayCurate(me.role);
  const zones = useQuery({
    queryKey: ["displays", "zones"],
    queryFn: getZones,
    enabled: isAllowed,
    refetchInterval: POLL_MS,
  });
  const items = zones.data?.items ?? [];
  const here = items.find((one) => one.name === zone) ?? (zone === null ? items[0] : undefined);
  return (
    <div className="displays-page">
      <header className="page-head">
        <h1>{t("nav.displays")}</h1>
        <p className="soft">{t("displays.lead")}</p>
      </header>
      {me && !isAllowed && <p>{t("data.forCurators")}</p>}
      {zones.error && <Problem error={zones.error} onRetry={() => void zones.refetch()} />}
      {zones.data && (
        <div className="displays-zones">
          <nav className="segments" aria-label={t("displays.zones")}>
            {items.map((one) => (
              <a
                key={one.name}
                href={displaysLink(one.name)}
                aria-current={one.name === here?.name ? "true" : undefined}
              >
                {one.settings.title || one.name}
              </a>
            ))}
          </nav>
          <NewZone />
        </div>
      )}
      {zones.data && !here && <p className="empty">{t("displays.noZone", { zone })}</p>}
      {me && here && (
        <ZoneDesk
          key={here.name}
          zone={here}
          others={items.filter(({ name }) => name !== here.name).map(({ name }) => name)}
          isAdmin={me.role === "admin"}
        />
      )}
      {zones.data && <Totals zones={items.map(({ name }) => name)} />}
    </div>
  );
}
