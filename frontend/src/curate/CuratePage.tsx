/** Curation: a hundred thousand pictures looked at, one key a verdict; what was decided is carried out at the end. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { getFacets, getPool, getPosition } from "../api/pool";
import { type Filters, fieldsOf, noFilters, onesOn, stillFits } from "../pool/filters";
import { PagedSource, type Source } from "../pool/source";
import { useSource } from "../pool/useSource";
import { mayCurate } from "../shell/roles";
import { useMe } from "../shell/useMe";
import { Chips } from "./Chips";
import { Commit } from "./Commit";
import { Desk } from "./Desk";
import { Empty } from "./Empty";
import { FilterBar } from "./FilterBar";
import { FilterSheet } from "./FilterSheet";
import { FamilySource } from "./family";
import { listKey, MODES, type Mode, type Place } from "./place";
import { QueueFacts } from "./QueueFacts";
import { QueueSource } from "./queue";
import { usePlace } from "./usePlace";
import "../style/garden.css";
import "../style/curate.css";

const NARROW_PX = 700;

export function CuratePage({ search }: { search: string }) {
  const { t } = useTranslation();
  const me = useMe();
  if (!me) return null;
  return mayCurate(me.role) ? (
    <Curation search={search} />
  ) : (
    <p className="soft">{t("curate.onlyCurators")}</p>
  );
}

function sourceOf({ filters, mode, picture }: Place): Source {
  if (picture) return new FamilySource(picture);
  if (mode !== "list") return new QueueSource(fieldsOf(filters), mode === "second");
  return new PagedSource(
    (begin, signal) => getPool(filters, begin, undefined, signal),
    (item) => stillFits(filters, item),
  );
}

function Curation({ search }: { search: string }) {
  const { t } = useTranslation();
  const { place, go, walk } = usePlace(search);
  const key = listKey(place);
  const source = useSource(key, () => sourceOf(place));
  const [isCommitting, setCommitting] = useState(false);
  const [isOpen, setOpen] = useState(() => innerWidth > 900 && innerHeight > 1000);
  const focused = useRef<string | null>(null);
  useKept(place, key, focused, walk);
  const change = (filters: Filters) => go({ filters, picture: null });
  const whole = useQuery({ queryKey: ["facets", ""], queryFn: () => getFacets(noFilters), staleTime: 5_000 });
  if (whole.data?.total === 0) return <Empty />;
  const toMode = (mode: Mode) => go({ mode, picture: null, isClose: mode !== "list" });
  const hasFilters = isOpen && !place.picture && !(place.isClose && place.mode === "list");
  const on = onesOn(place.filters).length;
  return (
    <section className="curate" data-close={place.isClose || undefined}>
      <div className="curate-head">
        <h1>{t("nav.curate")}</h1>
        <Modes place={place} onMode={toMode} />
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {on > 0 ? t("curate.filtersCount", { count: on }) : t("curate.filters")}
        </button>
        <button type="button" className="primary" onClick={() => setCommitting(true)}>
          {t("curate.toCommit")}
        </button>
      </div>
      {hasFilters && innerWidth >= NARROW_PX && <FilterBar filters={place.filters} onChange={change} />}
      {isOpen && innerWidth < NARROW_PX && (
        <FilterSheet filters={place.filters} onApply={change} onClose={() => setOpen(false)} />
      )}
      <Chips filters={place.filters} onChange={change} />
      {place.picture && (
        <p className="chip family-chip">
          {t("curate.family")}
          <button type="button" onClick={() => go({ picture: null, isClose: false })}>
            {t("curate.showAll")}
          </button>
        </p>
      )}
      {source instanceof QueueSource && <QueueFacts queue={source} />}
      {source && (
        <Desk
          key={key}
          source={source}
          place={place}
          walk={walk}
          onMode={toMode}
          onCommit={() => setCommitting(true)}
          onFocus={(id) => {
            focused.current = id;
          }}
        />
      )}
      {isCommitting && (
        <Commit
          filters={place.filters}
          onMoved={() => void source?.again()}
          onClose={() => setCommitting(false)}
        />
      )}
    </section>
  );
}

/** Another filter: the picture that was looked at stays the present one where it still fits. */
function useKept(
  place: Place,
  key: string,
  focused: React.RefObject<string | null>,
  walk: (change: Pick<Place, "at" | "isClose">) => void,
): void {
  const before = useRef(key);
  useEffect(() => {
    const id = focused.current;
    if (before.current === key) return;
    before.current = key;
    if (!id || place.mode !== "list" || place.picture) return;
    let isLate = false;
    getPosition(place.filters, id).then(
      (row) => {
        if (!isLate && row !== null) walk({ at: row, isClose: place.isClose });
      },
      () => undefined, // the list begins at its first picture
    );
    return () => {
      isLate = true;
    };
  }, [key, place, focused, walk]);
}

function Modes({ place, onMode }: { place: Place; onMode: (mode: Mode) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="segments" aria-label={t("curate.modes")}>
      {MODES.map((mode) => (
        <button
          key={mode}
          type="button"
          aria-pressed={place.mode === mode && !place.picture}
          onClick={() => onMode(mode)}
        >
          {t(`curate.mode.${mode}`)}
        </button>
      ))}
    </fieldset>
  );
}
