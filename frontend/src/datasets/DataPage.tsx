/** Visitors, items and interactions: how they stand, out and in as CSV, and made-up data until there are visitors. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getDataSets } from "../api/datasets";
import { Problem } from "../shell/Problem";
import { mayCurate } from "../shell/roles";
import { useMe } from "../shell/useMe";
import { CopySheet } from "./CopySheet";
import { Counts } from "./Counts";
import { ImportSheet } from "./ImportSheet";
import { Oddities } from "./Oddities";
import { SeedSheet } from "./SeedSheet";
import "../style/data.css";

export function DataPage() {
  const { t } = useTranslation();
  const me = useMe();
  const allowed = me !== null && mayCurate(me.role);
  const sets = useQuery({ queryKey: ["datasets"], queryFn: getDataSets, enabled: allowed });
  return (
    <div className="data-page">
      <header className="page-head">
        <h1>{t("nav.data")}</h1>
        <p className="soft">{t("data.lead")}</p>
      </header>
      {me && !allowed && <p>{t("data.forCurators")}</p>}
      {sets.error && <Problem error={sets.error} onRetry={() => void sets.refetch()} />}
      {sets.data && (
        <>
          <Counts sets={sets.data} />
          <Oddities sets={sets.data} />
          <ImportSheet />
          <SeedSheet sets={sets.data} />
          <CopySheet />
        </>
      )}
    </div>
  );
}
