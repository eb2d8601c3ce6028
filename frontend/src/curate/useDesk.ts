/** What is present, chosen, compared and held, and what each act does to it. */
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PoolPicture, Verdict } from "../api/pool";
import type { Lines } from "../pool/lines";
import { walkedTo } from "../pool/lines";
import { everything, extended, isChosen, isEmpty, nothing, type Selection, toggled } from "../pool/selection";
import type { Source } from "../pool/source";
import type { WallHands } from "../pool/Wall";
import { curateLink } from "../shell/route";
import { usePreferences } from "../shell/usePreferences";
import { Judge } from "./judge";
import { type CurateAct, curateActOf, starsOf } from "./keys";
import { closer, type Lens, wholeLens } from "./lens";
import { type Panes, panesAt, shapeAfter } from "./panes";
import type { Place } from "./place";
import { QueueSource } from "./queue";
import { type ForAll, useAll } from "./useAll";

const VERDICTS: Partial<Record<CurateAct, Verdict>> = {
  keep: "keep",
  reject: "reject",
  retouch: "retouch",
  clear: "clear",
};
const ZOOM_STEP = 1.5;
const MIDDLE = { x: 0.5, y: 0.5 };
const NO_KEYS = {};

export interface DeskNow {
  readonly at: number;
  readonly picture: PoolPicture | null; // the present one, as it looks
  readonly panes: Panes;
  readonly pinned: PoolPicture | null;
  readonly lens: Lens;
  readonly selection: Selection;
  readonly judge: Judge;
  readonly forAll: ForAll;
  readonly own: Readonly<Record<string, string>>;
  readonly lines: RefObject<Lines>;
  readonly hands: WallHands;
  readonly hasDetails: boolean;
  readonly hasLegend: boolean;
  readonly isClose: boolean;
  readonly isPicking: boolean; // a touch chooses instead of opening
  readonly told: { readonly words: string; readonly studio: string | null } | null;
  isChosen(id: string): boolean;
  act(act: CurateAct): void;
  step(by: -1 | 1): void;
  go(row: number): void;
  show(id: string): void;
  setLens(change: (before: Lens) => Lens): void;
  setPicking(isPicking: boolean): void;
  clearSelection(): void;
  verdict(verdict: Verdict, stars: number | null): void;
}

export function useDesk(
  source: Source,
  place: Place,
  walk: (change: Pick<Place, "at" | "isClose">) => void,
): DeskNow {
  const { t } = useTranslation();
  const own = usePreferences().data.shortcuts ?? NO_KEYS;
  const { at: wished, isClose, filters } = place;
  const rows = source.rows();
  const at = rows > 0 ? Math.min(wished, rows - 1) : wished;
  const queries = useQueryClient();
  const isSecond = place.mode === "second";
  const judge = useMemo(() => {
    const answered = (items: readonly PoolPicture[]) => {
      source.patch(items);
      for (const key of ["facets", "agreement", "pool"])
        void queries.invalidateQueries({ queryKey: [key] }, { cancelRefetch: false });
    };
    return new Judge(answered, undefined, isSecond);
  }, [source, queries, isSecond]);
  const forAll = useAll(source.patch);
  const lines = useRef<Lines>({ columns: 1, cell_px: 1, line_px: 1 });
  const [selection, setSelection] = useState<Selection>(nothing);
  const [pinned, setPinned] = useState<PoolPicture | null>(null);
  const [panes, setPanes] = useState<Panes>({ shape: 1, first: at });
  const [lens, setLens] = useState<Lens>(wholeLens);
  const [hasDetails, setDetails] = useState(() => innerWidth > 1100);
  const [hasLegend, setLegend] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const [told, setTold] = useState<DeskNow["told"]>(null);
  const present = source.itemAt(at);
  const picture = present && judge.shown(present);
  const taken = pinned && panes.shape > 1 ? 1 : 0;
  const paired: Panes = pinned && panes.shape === 1 ? { shape: 2, first: panes.first } : panes;
  const placed = panesAt(paired, at, rows, pinned ? 1 : taken);
  const room = Math.max(1, placed.shape - (pinned ? 1 : 0));
  const { want } = source;
  useEffect(() => {
    if (isClose) want(Math.max(0, at - 2), at + room + 6);
  }, [want, isClose, at, room]);
  const go = (row: number, close = isClose) => {
    const to = Math.min(Math.max(0, row), Math.max(0, source.rows() - 1));
    setPanes((before) => panesAt({ ...before, shape: placed.shape }, to, source.rows(), pinned ? 1 : 0));
    if (pinned && panes.shape === 1) setPanes({ shape: 1, first: to });
    walk({ at: to, isClose: close });
  };
  const pictures = (): PoolPicture[] => {
    if (isEmpty(selection)) return present ? [present] : [];
    return source.held().filter(({ id }) => isChosen(selection, id));
  };
  const mark = (ids: readonly string[], isJudged: boolean) => {
    if (source instanceof QueueSource) source.mark(ids, isJudged);
  };
  const tell = (words: string, studio: string | null = null) => setTold({ words, studio });
  const verdict = (what: Verdict, stars: number | null = null) => {
    if (selection.isAll) {
      forAll.give(filters, what, stars);
      setSelection(nothing);
      return;
    }
    const judged = pictures();
    if (judged.length === 0) return;
    judge.give(judged, what, stars);
    mark(
      judged.map(({ id }) => id),
      what !== "clear",
    );
    const words = [t(`curate.said.${what}`), stars && "★".repeat(stars)].filter(Boolean).join(" ");
    const studio = what === "retouch" && judged.length === 1 ? (judged[0]?.id ?? null) : null;
    tell(judged.length > 1 ? `${words} · ${judged.length}` : words, studio);
    if (isEmpty(selection)) {
      if (what !== "clear") go(at + 1);
    } else setSelection(nothing);
  };
  const acts: Partial<Record<CurateAct, () => void>> = {
    undo: () => {
      const [first] = mark_undo();
      const row = first === undefined ? null : source.rowOf(first);
      if (row !== null) go(row);
      tell(t("curate.takenBack"));
    },
    toggle: () => {
      if (!picture || !present) return;
      const what = picture.state === "rejected" ? "clear" : "reject";
      judge.give([present], what);
      mark([present.id], what === "reject");
      tell(t(`curate.said.${what}`));
    },
    best: () => {
      if (!present || present.cluster_size < 2) {
        tell(t("curate.noAlike"));
        return;
      }
      const cluster = source.held().filter((one) => one.cluster === present.cluster);
      judge.keepBest(present, cluster);
      mark(
        cluster.map(({ id }) => id),
        true,
      );
      tell(t("curate.bestKept"));
      go(at + 1);
    },
    pin: () => {
      const isOff = pinned !== null;
      setPinned(isOff ? null : present);
      const next = isOff ? at : Math.min(at + 1, Math.max(0, rows - 1)); // beside it the one that follows
      setPanes((before) => ({ ...before, first: next }));
      walk({ at: next, isClose: true });
    },
    open: () => walk({ at, isClose: !isClose }),
    grid: () => walk({ at, isClose: false }),
    two: () => compare(2),
    four: () => compare(4),
    details: () => setDetails(!hasDetails),
    zoomIn: () => setLens((before) => closer(before, MIDDLE, ZOOM_STEP)),
    zoomOut: () => setLens((before) => closer(before, MIDDLE, 1 / ZOOM_STEP)),
    fit: () => setLens(wholeLens),
    legend: () => setLegend(!hasLegend),
    all: () => {
      if (place.mode === "list" && !place.picture) setSelection(everything);
    },
    back: () => {
      if (!isEmpty(selection)) setSelection(nothing);
      else if (lens.scale > 1) setLens(wholeLens);
      else if (isClose && panes.shape > 1) setPanes({ shape: 1, first: at });
      else if (isClose && pinned) setPinned(null);
      else if (isClose) walk({ at, isClose: false });
    },
  };
  const mark_undo = () => {
    const ids = judge.undo();
    mark(ids, false);
    return ids;
  };
  const compare = (wish: 2 | 4) => {
    const shape = isClose ? shapeAfter(panes.shape, wish) : wish;
    setPanes(panesAt({ shape, first: at }, at, rows, pinned ? 1 : 0));
    if (!isClose) walk({ at, isClose: true });
  };
  const act = (what: CurateAct) => {
    const known = VERDICTS[what];
    const stars = starsOf(what);
    if (known) verdict(known);
    else if (stars) verdict("star", stars);
    else acts[what]?.();
  };
  const step = (by: number) => go(at + by);
  const press = (event: KeyboardEvent) => {
    if (isElsewhere(event)) return;
    const columns = isClose ? (room >= 3 ? 2 : 1) : lines.current.columns;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const to = isPlain ? walkedTo(event.key, at, rows, columns) : null;
    const what = curateActOf(event, own);
    if (to !== null && event.shiftKey && !isClose) {
      setSelection((before) => extended({ ...before, anchor: before.anchor ?? at }, to, idAt));
      go(to);
    } else if (to !== null) go(to);
    else if (what && !(what === "open" && isButton(event))) act(what);
    else return;
    event.preventDefault();
  };
  const idAt = (row: number): string | null => source.itemAt(row)?.id ?? null;
  useKeys(press);
  const hands: WallHands = {
    point: (row, event) => {
      const id = idAt(row);
      if (!id) return;
      const isTouch = (event.nativeEvent as PointerEvent).pointerType === "touch";
      if (event.shiftKey)
        setSelection((before) => extended({ ...before, anchor: before.anchor ?? at }, row, idAt));
      else if (event.ctrlKey || event.metaKey || isPicking)
        setSelection((before) => toggled(before, id, row));
      else setSelection(nothing);
      go(row, isTouch && !isPicking && !event.shiftKey);
    },
    open: (row) => walk({ at: row, isClose: true }),
  };
  return {
    at,
    picture,
    panes: placed,
    pinned,
    lens,
    selection,
    judge,
    forAll,
    own,
    lines,
    hands,
    hasDetails,
    hasLegend,
    isClose,
    isPicking,
    told,
    isChosen: (id) => isChosen(selection, id),
    act,
    step,
    go,
    show: (id) => {
      const row = source.rowOf(id);
      if (row === null) location.hash = curateLink(`picture=${encodeURIComponent(id)}`);
      else go(row);
    },
    setLens: useCallback((change) => setLens(change), []),
    setPicking,
    clearSelection: () => setSelection(nothing),
    verdict,
  };
}

const isButton = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest("button, a, summary") !== null;

/** Whether a key is meant for a field or a dialog. */
const isElsewhere = ({ target, defaultPrevented, isComposing }: KeyboardEvent): boolean =>
  defaultPrevented ||
  isComposing ||
  (target instanceof Element &&
    target.closest("input:not([type=checkbox]), select, textarea, dialog") !== null) ||
  document.querySelector("dialog[open]") !== null;

function useKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => latest.current(event);
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
}
