/** The closed loop: which cells are thin, of which visitors tire, and what to make next. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getLoopCells, type LoopCell, type LoopCells } from "../api/loop";
import { Flower } from "../shell/icons";
import { Problem } from "../shell/Problem";
import { mayCurate } from "../shell/roles";
import { bulkLink, dataLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { CellFacts } from "./CellFacts";
import { FIRST_VIEW, rowsOf } from "./cells";
import { HeatTable } from "./HeatTable";
import { percent } from "./names";
import { ProposalSheet } from "./ProposalSheet";
import { type Orientation, ViewBar } from "./ViewBar";
import "../style/loop.css";

export function LoopPage() {
  const { t } = useTranslation();
  const me = useMe();
  const allowed = me !== null && mayCurate(me.role);
  const [orientation, setOrientation] = useState<Orientation>(null);
  const [view, setView] = useState(FIRST_VIEW);
  const [chosen, choose] = useState<LoopCell | null>(null);
  const cells = useQuery({
    queryKey: ["loop", "cells", orientation],
    queryFn: () => getLoopCells(orientation),
    enabled: allowed,
    placeholderData: (before) => before,
  });
  const items = cells.data?.items ?? [];
  const rows = rowsOf(items, view);
  const facts = items.find((one) => one.emotion === chosen?.emotion && one.favorite === chosen.favorite);
  return (
    <div className="loop-page">
      <header className="page-head">
        <h1>{t("nav.loop")}</h1>
        <p className="soft">{t("loop.lead")}</p>
      </header>
      {me && !allowed && <p>{t("data.forCurators")}</p>}
      {cells.error && <Problem error={cells.error} onRetry={() => void cells.refetch()} />}
      {cells.data && (
        <>
          <Totals data={cells.data} />
          <div className="loop-desk">
            <section className="loop-main" aria-label={t("loop.table")}>
              <ViewBar
                view={view}
                orientation={orientation}
                onView={setView}
                onOrientation={setOrientation}
              />
              {rows.length > 0 ? (
                <HeatTable
                  rows={rows}
                  cells={items}
                  measure={view.measure}
                  state={view.state}
                  onChoose={choose}
                />
              ) : (
                <p className="loop-none">{t("loop.noRows")}</p>
              )}
            </section>
            <aside className="loop-aside" aria-label={t("loop.aside")}>
              <CellFacts cell={facts ?? null} wanted={cells.data.wanted} />
              <ProposalSheet />
            </aside>
          </div>
        </>
      )}
    </div>
  );
}

function Totals({ data: { totals, interactions, synthetic } }: { data: LoopCells }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language);
  if (totals.pictures === 0 && interactions === 0) return <Empty />;
  return (
    <div className="loop-totals">
      <p>
        {t("loop.totals", {
          pictures: number(totals.pictures),
          serving: number(totals.serving),
          shown: number(totals.shown),
          liked: number(totals.liked),
          rate: percent(i18n.language, totals.rate ?? 0),
        })}
      </p>
      {interactions === 0 && (
        <p className="soft">
          {t("loop.noLikes")} <a href={dataLink}>{t("loop.toData")}</a>
        </p>
      )}
      {synthetic > 0 && (
        <p className="badge loop-made-up">
          {t("loop.synthetic", { synthetic: number(synthetic), all: number(interactions) })}
        </p>
      )}
    </div>
  );
}

function Empty() {
  const { t } = useTranslation();
  return (
    <div className="loop-empty">
      <Flower />
      <p>
        {t("loop.empty")} <a href={bulkLink()}>{t("nav.bulk")}</a>
      </p>
    </div>
  );
}
