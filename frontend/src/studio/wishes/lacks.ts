/** What is still missing or wrong before the work can be asked for, most needed first. */
import type { Engine } from "../../api/types";
import { isSeed } from "../../painting/seed";
import { wrongNumber } from "../../painting/settings";
import { type Box, crossing } from "../model/geometry";
import { boundsOf, isEmpty, type Plane, TILE_PX, tileAt } from "../model/plane";
import { type Studio, sheetOf } from "../model/studio";
import { heeds } from "./honours";

export type Lack = "picture" | "mask" | "seed" | "settings" | "reference";

/** Their names; a mask counts only where it lies within the box. `engine`: the one that will paint. */
export function lacksOf(studio: Studio, engine?: Engine): Lack[] {
  const { mask, box, wishes } = sheetOf(studio);
  const { useReference, otherReference, reference } = wishes;
  const found: [Lack, boolean][] = [
    ["picture", studio.picture === null],
    ["mask", box ? !isPainted(mask, box) : isEmpty(mask)],
    ["seed", !isSeed(wishes.seed)],
    ["settings", wrongNumber(wishes.settings) !== null],
    ["reference", useReference && otherReference && reference === null && heeds(engine, "reference")],
  ];
  return found.filter(([, isLacking]) => isLacking).map(([lack]) => lack);
}

/** Whether anything is painted in the box. A tile is never all empty, so that only those at its border are looked into. */
function isPainted(mask: Plane, box: Box): boolean {
  const first = ({ x, y }: Box) => ({ x: x - (x % TILE_PX), y: y - (y % TILE_PX) });
  for (let { y } = first(box); y < box.y + box.height; y += TILE_PX) {
    for (let { x } = first(box); x < box.x + box.width; x += TILE_PX) {
      if (!tileAt(mask, x, y)) continue;
      const shared = crossing({ x, y, width: TILE_PX, height: TILE_PX }, box);
      const isWhole = shared?.width === TILE_PX && shared.height === TILE_PX;
      if (isWhole || (shared && boundsOf(mask, shared))) return true;
    }
  }
  return false;
}
