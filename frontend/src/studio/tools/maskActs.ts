/** Acts on the whole mask. Each is one step that can be undone. */
import { boxAsked } from "../model/boxes";
import { whole } from "../model/geometry";
import { resizedMask, smoothedMask } from "../model/morph";
import { emptyPlane, fillBox, invertBox, isEmpty } from "../model/plane";
import { type Store, useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";

export interface MaskActs {
  readonly hasMask: boolean;
  fill(): void;
  clear(): void;
  invert(): void;
  grow(by_px: number): void; // below zero it shrinks
  smooth(by_px: number): void;
}

export function useMaskActs(): MaskActs {
  const store = useStore();
  const hasMask = useStudio((studio) => !isEmpty(sheetOf(studio).mask));
  return { hasMask, ...maskActs(store) };
}

export function maskActs(store: Store): Omit<MaskActs, "hasMask"> {
  const sheet = () => sheetOf(store.get());
  const extent = () => store.get().picture ?? { width: 0, height: 0 };
  const become = (mask: typeof emptyPlane) => {
    if (mask !== sheet().mask) store.tell({ type: "act", sheet: { mask } });
  };
  return {
    fill: () => become(fillBox(sheet().mask, boxAsked(sheet(), extent()), 255)),
    clear: () => become(emptyPlane),
    invert: () => become(invertBox(sheet().mask, sheet().box ?? whole(extent()))),
    grow: (by_px) => become(resizedMask(sheet().mask, by_px, extent())),
    smooth: (by_px) => become(smoothedMask(sheet().mask, by_px, extent())),
  };
}
