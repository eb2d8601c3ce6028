/** What is present, chosen, compared and held, and what each act does to it. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { PoolPicture, Verdict } from "../api/pool";
import type { Lines } from "../pool/lines";
import { walkedTo } from "../pool/lines";
import { everything, extended, isChosen, isEmpty, nothing, type Selection, toggled } from "../pool/selection";
import type { Source } from "../pool/source";
import type { WallHands } from "../pool/Wall";
import { curateLink } from "../shell/route";
import { usePreferences } from "../shell/usePreferences";
import type { Judge } from "./judge";
import { type CurateAct, curateActOf, starsOf } from "./keys";
import type { Place } from "./place";
import type { ForAll } from "./useAll";
import { isOnButton, useDeskKeys } from "./useDeskKeys";
import { useFresh } from "./useFresh";
import { type PanesNow, usePanes } from "./usePanes";
import { type Told, useVerdicts } from "./useVerdicts";

const ZOOM_STEP = 1.5;
const NO_KEYS = {};

export interface DeskNow extends Pick<PanesNow, "panes" | "pinned" | "lens" | "setLens"> {
  readonly at: number;
  readonly picture: PoolPicture | null; // the present one, as it looks
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
  readonly told: Told | null;
  isChosen(id: string): boolean;
  act(act: CurateAct): void;
  step(by: -1 | 1): void;
  go(row: number): void;
  show(id: string): void;
  setPicking(isPicking: boolean): void;
  clearSelection(): void;
  verdict(verdict: Verdict, stars: number | null): void;
}

export function useDesk(
  source: Source,
  place: Place,
  walk: (change: Pick<Place, "at" | "isClose">) => void,
): DeskNow {
  const own = usePreferences().data.shortcuts ?? NO_KEYS;
  const { at: wished, isClose } = place;
  const rows = source.rows();
  const at = rows > 0 ? Math.min(wished, rows - 1) : wished;
  const lines = useRef<Lines>({ columns: 1, cell_px: 1, line_px: 1 });
  const [hasDetails, setDetails] = useState(() => innerWidth > 1100);
  const [hasLegend, setLegend] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const panes = usePanes(source, at);
  const go = (row: number, close = isClose) => {
    const to = Math.min(Math.max(0, row), Math.max(0, source.rows() - 1));
    panes.follow(to);
    walk({ at: to, isClose: close });
  };
  const verdicts = useVerdicts(source, place, at, go);
  const { judge, selection, select } = verdicts;
  const { room } = panes;
  const { want } = source;
  useEffect(() => {
    if (isClose) want(Math.max(0, at - 2), at + room + 6);
  }, [want, isClose, at, room]);
  useFresh(source, {
    place,
    at,
    judge,
    moved: (row) => {
      panes.shift(row - at);
      walk({ at: row, isClose });
    },
  });
  const compare = (wish: 2 | 4) => {
    panes.compare(wish, isClose);
    if (!isClose) walk({ at, isClose: true });
  };
  const acts: Partial<Record<CurateAct, () => void>> = {
    keep: () => verdicts.give("keep"),
    reject: () => verdicts.give("reject"),
    retouch: () => verdicts.give("retouch"),
    clear: () => verdicts.give("clear"),
    undo: verdicts.undo,
    toggle: verdicts.toggle,
    best: verdicts.best,
    pin: () => walk({ at: panes.pin(), isClose: true }),
    open: () => walk({ at, isClose: !isClose }),
    grid: () => walk({ at, isClose: false }),
    two: () => compare(2),
    four: () => compare(4),
    details: () => setDetails(!hasDetails),
    zoomIn: () => panes.zoom(ZOOM_STEP),
    zoomOut: () => panes.zoom(1 / ZOOM_STEP),
    fit: panes.fit,
    legend: () => setLegend(!hasLegend),
    all: () => {
      if (place.mode === "list" && !place.picture) select(everything);
    },
    back: () => {
      if (!isEmpty(selection)) select(nothing);
      else if (isClose && !panes.back()) walk({ at, isClose: false });
    },
  };
  const act = (what: CurateAct) => {
    const stars = starsOf(what);
    if (stars) verdicts.give("star", stars);
    else acts[what]?.();
  };
  const idAt = (row: number): string | null => source.itemAt(row)?.id ?? null;
  const extendTo = (row: number) =>
    select((before) => extended({ ...before, anchor: before.anchor ?? at }, row, idAt));
  useDeskKeys((event) => {
    const columns = isClose ? (room >= 3 ? 2 : 1) : lines.current.columns;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const to = isPlain ? walkedTo(event.key, at, rows, columns) : null;
    const what = curateActOf(event, own);
    if (to !== null) {
      if (event.shiftKey && !isClose) extendTo(to);
      go(to);
    } else if (what && !(what === "open" && isOnButton(event))) act(what);
    else return;
    event.preventDefault();
  });
  const hands: WallHands = {
    point: (row, event) => {
      const id = idAt(row);
      if (!id) return;
      const isTouch = (event.nativeEvent as PointerEvent).pointerType === "touch";
      if (event.shiftKey) extendTo(row);
      else if (event.ctrlKey || event.metaKey || isPicking) select((before) => toggled(before, id, row));
      else select(nothing);
      go(row, isTouch && !isPicking && !event.shiftKey);
    },
    open: (row) => walk({ at: row, isClose: true }),
  };
  const present = source.itemAt(at);
  return {
    at,
    picture: present && judge.shown(present),
    panes: panes.panes,
    pinned: panes.pinned,
    lens: panes.lens,
    setLens: panes.setLens,
    selection,
    judge,
    forAll: verdicts.forAll,
    own,
    lines,
    hands,
    hasDetails,
    hasLegend,
    isClose,
    isPicking,
    told: verdicts.told,
    isChosen: (id) => isChosen(selection, id),
    act,
    step: (by) => go(at + by),
    go,
    show: (id) => {
      const row = source.rowOf(id);
      if (row === null) location.hash = curateLink(`picture=${encodeURIComponent(id)}`);
      else go(row);
    },
    setPicking,
    clearSelection: () => select(nothing),
    verdict: verdicts.give,
  };
}
