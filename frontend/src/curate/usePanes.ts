/** Which pictures stand side by side, which one is held beside them, and how closely they are looked at. */
import { useCallback, useState } from "react";
import type { PoolPicture } from "../api/pool";
import type { Source } from "../pool/source";
import { closer, type Lens, wholeLens } from "./lens";
import { type Panes, panesAt, shapeAfter } from "./panes";

const MIDDLE = { x: 0.5, y: 0.5 };

export interface PanesNow {
  readonly panes: Panes;
  readonly room: number; // panes that walk
  readonly pinned: PoolPicture | null;
  readonly lens: Lens;
  setLens(change: (before: Lens) => Lens): void;
  zoom(factor: number): void;
  fit(): void;
  follow(row: number): void; // somebody walks there
  shift(by: number): void; // the same pictures have other rows now
  /** Hold the present picture, or let it go; the row to look at then. */
  pin(): number;
  compare(wish: 2 | 4, isClose: boolean): void;
  /** One step back to a single whole picture; whether there was one. */
  back(): boolean;
}

export function usePanes(source: Source, at: number): PanesNow {
  const rows = source.rows();
  const [pinned, setPinned] = useState<PoolPicture | null>(null);
  const [panes, setPanes] = useState<Panes>({ shape: 1, first: at });
  const [lens, setLens] = useState<Lens>(wholeLens);
  const held = pinned ? 1 : 0;
  const paired: Panes = pinned && panes.shape === 1 ? { shape: 2, first: panes.first } : panes;
  const placed = panesAt(paired, at, rows, held);
  return {
    panes: placed,
    room: Math.max(1, placed.shape - held),
    pinned,
    lens,
    setLens: useCallback((change) => setLens(change), []),
    zoom: (factor) => setLens((before) => closer(before, MIDDLE, factor)),
    fit: () => setLens(wholeLens),
    follow: (row) => {
      setPanes((before) => panesAt({ ...before, shape: placed.shape }, row, source.rows(), held));
      if (pinned && panes.shape === 1) setPanes({ shape: 1, first: row });
    },
    shift: (by) => setPanes(({ shape, first }) => ({ shape, first: Math.max(0, first + by) })),
    pin: () => {
      setPinned(pinned ? null : source.itemAt(at));
      const next = pinned ? at : Math.min(at + 1, Math.max(0, rows - 1)); // beside it the one that follows
      setPanes((before) => ({ ...before, first: next }));
      return next;
    },
    compare: (wish, isClose) => {
      const shape = isClose ? shapeAfter(panes.shape, wish) : wish;
      setPanes(panesAt({ shape, first: at }, at, rows, held));
    },
    back: () => {
      if (lens.scale > 1) setLens(wholeLens);
      else if (panes.shape > 1) setPanes({ shape: 1, first: at });
      else if (pinned) setPinned(null);
      else return false;
      return true;
    },
  };
}
