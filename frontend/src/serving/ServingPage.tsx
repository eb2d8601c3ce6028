/** What visitors see: looked through, taken away, undone; the last acts, and what was put in from outside. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PoolPicture } from "../api/pool";
import { getServing, type PromotionWish } from "../api/promotions";
import { address } from "../base";
import { isOnButton, useDeskKeys } from "../curate/useDeskKeys";
import { Confirm } from "../pool/Confirm";
import { type Filters, filtersIn, hashOf } from "../pool/filters";
import { Jump } from "../pool/Jump";
import { type Lines, walkedTo } from "../pool/lines";
import { cellName, spokenName } from "../pool/names";
import { Outcome } from "../pool/Outcome";
import { isChosen, isEmpty, nothing, type Selection, toggled } from "../pool/selection";
import { PagedSource } from "../pool/source";
import { usePromotion } from "../pool/usePromotion";
import { useSource, useVersion } from "../pool/useSource";
import { Wall } from "../pool/Wall";
import { onGardenNews } from "../shell/gardenNews";
import { Flower } from "../shell/icons";
import { Problem } from "../shell/Problem";
import { mayCurate } from "../shell/roles";
import { curateLink, servingLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { CellFilters } from "./CellFilters";
import { Outside } from "./Outside";
import { Recent, useRecent } from "./Recent";
import "../style/garden.css";
import "../style/serving.css";

const FRESH_MS = 2_500; // between two readings

export function ServingPage({ search }: { search: string }) {
  const { t } = useTranslation();
  const me = useMe();
  if (!me) return null;
  return mayCurate(me.role) ? (
    <Serving search={search} />
  ) : (
    <p className="soft">{t("curate.onlyCurators")}</p>
  );
}

function Serving({ search }: { search: string }) {
  const { t } = useTranslation();
  const filters = useMemo(() => filtersIn(new URLSearchParams(search)), [search]);
  const key = hashOf(filters);
  const source = useSource(
    key,
    () =>
      new PagedSource(
        (begin, signal) => getServing(filters, begin, signal),
        ({ published }) => published,
      ),
  );
  const change = (after: Filters) => {
    location.hash = servingLink(hashOf(after));
  };
  return (
    <section className="serving">
      <div className="curate-head">
        <h1>{t("serving.title")}</h1>
      </div>
      <CellFilters filters={filters} onChange={change} />
      {source && <Shelf key={key} source={source} isFiltered={key !== ""} filters={filters} />}
    </section>
  );
}

interface ShelfProps {
  source: PagedSource;
  filters: Filters;
  isFiltered: boolean;
}

function Shelf({ source, filters, isFiltered }: ShelfProps) {
  const { t } = useTranslation();
  useVersion(source);
  const rows = source.rows();
  const [wished, setAt] = useState(0);
  const at = rows > 0 ? Math.min(wished, rows - 1) : 0;
  const [selection, setSelection] = useState<Selection>(nothing);
  useFreshShelf(source);
  const [asking, setAsking] = useState<readonly string[] | null>(null);
  const lines = useRef<Lines>({ columns: 1, cell_px: 1, line_px: 1 });
  const promoting = usePromotion(() => void source.again());
  const recent = useRecent();
  const present = source.itemAt(at);
  const idAt = (row: number) => source.itemAt(row)?.id ?? null;
  const about = (): readonly string[] =>
    isEmpty(selection) ? (present ? [present.id] : []) : [...selection.ids];
  const order = (kind: PromotionWish["kind"], ids: readonly string[], unpublish_only = false) => {
    if (ids.length === 0) return;
    promoting.order({ kind, pictures: ids, ...(unpublish_only ? { unpublish_only } : {}) });
    setSelection(nothing);
  };
  const undo = () => {
    const last = recent.items.find(({ can_undo }) => can_undo);
    if (last) promoting.undo(last.id);
  };
  const toggle = (row: number) => {
    const id = idAt(row);
    if (id) setSelection((before) => toggled(before, id, row));
  };
  useDeskKeys((event) => {
    const isControl = event.ctrlKey || event.metaKey;
    const to = isControl || event.altKey ? null : walkedTo(event.key, at, rows, lines.current.columns);
    const name = event.key.toLowerCase();
    if (to !== null) setAt(to);
    else if (event.key === " " && !isOnButton(event)) toggle(at);
    else if (event.key === "Escape") setSelection(nothing);
    else if (event.key === "Delete" && about().length > 0) setAsking(about());
    else if (name === "u" && !isControl) order("retract", about(), true);
    else if (name === "z" && !promoting.isBusy) undo();
    else return;
    event.preventDefault();
  });
  return (
    <div className="serving-room">
      <div className="serving-shelf">
        <div className="curate-tools">
          <Jump at={at} rows={rows} onGo={setAt} />
          <p className="soft" role="status">
            {source.isRead() && t("serving.total", { count: rows })}
          </p>
          <button
            type="button"
            disabled={about().length === 0}
            onClick={() => order("retract", about(), true)}
          >
            {t("serving.unpublish")}
          </button>
          <button type="button" disabled={about().length === 0} onClick={() => setAsking(about())}>
            {t("serving.takeAway")}
          </button>
          {selection.ids.size > 0 && (
            <button type="button" className="quiet" onClick={() => setSelection(nothing)}>
              {t("jobs.chosen", { count: selection.ids.size })} ✕
            </button>
          )}
        </div>
        {source.error() && (
          <Problem error={source.error() ?? new Error()} onRetry={() => void source.again()} />
        )}
        {source.isRead() && rows === 0 ? (
          <Empty isFiltered={isFiltered} />
        ) : (
          <Wall
            label={t("serving.title")}
            source={source}
            at={at}
            wish_px={innerWidth < 700 ? 118 : 190}
            ratio={filters.orientation === "h" ? 1.6 : filters.orientation === "v" ? 0.625 : 1}
            isChosen={(id) => isChosen(selection, id)}
            shown={(picture) => picture}
            lines={lines}
            hands={{
              point: (row, event) => {
                setAt(row);
                if (event.ctrlKey || event.metaKey || event.shiftKey) toggle(row);
              },
              open: () => undefined,
            }}
          />
        )}
        <p className="soft desk-only">{t("serving.keys")}</p>
      </div>
      <aside className="serving-side">
        {(promoting.promotion || promoting.error) && (
          <div className="orders-sheet told">
            <Outcome promoting={promoting} />
          </div>
        )}
        {present && <Present picture={present} />}
        <Recent recent={recent} promoting={promoting} />
        <Outside />
      </aside>
      {asking && (
        <Confirm
          title={t("serving.sure", { count: asking.length })}
          answers={[
            { name: t("serving.retractNow"), act: () => order("retract", asking) },
            { name: t("serving.removeNow"), isGrave: true, act: () => order("remove", asking) },
          ]}
          onClose={() => setAsking(null)}
        >
          <p>{t("serving.sureHint")}</p>
        </Confirm>
      )}
    </div>
  );
}

/** What is published elsewhere appears, some seconds later at most. */
function useFreshShelf(source: PagedSource): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = () => {
      timer = null;
      void source.again();
    };
    const end = onGardenNews(() => {
      timer ??= setTimeout(look, FRESH_MS);
    });
    return () => {
      end();
      if (timer !== null) clearTimeout(timer);
    };
  }, [source]);
}

function Present({ picture }: { picture: PoolPicture }) {
  const { t } = useTranslation();
  return (
    <figure className="serving-present">
      <img src={address(picture.view_url)} alt={spokenName(t, picture)} />
      <figcaption>
        <strong>{cellName(t, picture)}</strong>
        <span className="soft">{picture.tail}</span>
        <a href={curateLink(`picture=${encodeURIComponent(picture.id)}`)}>{t("serving.inCurate")}</a>
      </figcaption>
    </figure>
  );
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  if (isFiltered) return <p className="empty">{t("serving.nothing")}</p>;
  return (
    <div className="empty">
      <Flower />
      <p>{t("serving.empty")}</p>
      <p className="soft">{t("serving.emptyHint")}</p>
      <a className="button primary" href={curateLink()}>
        {t("nav.curate")}
      </a>
    </div>
  );
}
