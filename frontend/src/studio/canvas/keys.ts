/** The arrow keys on the easel move the rectangle, with Shift they size it; with the hand tool they move the view. */
import type { KeyboardEvent } from "react";
import type { Picture } from "../../api/types";
import { boxAsked } from "../model/boxes";
import type { Store } from "../model/store";
import { sheetOf } from "../model/studio";
import { movedBox, sizedBox } from "./boxDrag";
import type { EaselRoom } from "./room";
import { panned } from "./view";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const FAR_PX = 10;
const VIEW_STEP_PX = 48;

/** Whether the key meant something here. */
export function pressKey(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey">,
  store: Store,
  room: EaselRoom,
  picture: Picture,
): boolean {
  const arrow = ARROWS[event.key];
  if (!arrow || event.ctrlKey || event.metaKey) return false;
  const [across, down] = arrow;
  if (store.get().tool === "hand") {
    const moved = panned(
      room.view.get(),
      -across * VIEW_STEP_PX,
      -down * VIEW_STEP_PX,
      picture,
      room.size.get(),
    );
    room.view.set(moved);
    return true;
  }
  const by_px = event.altKey ? 1 : FAR_PX;
  const box = boxAsked(sheetOf(store.get()), picture);
  const after = event.shiftKey
    ? sizedBox(
        box,
        across ? "width" : "height",
        across ? box.width + across * by_px : box.height + down * by_px,
        {
          picture,
          ratio: room.ratio.get(),
        },
      )
    : movedBox(box, across * by_px, down * by_px, picture);
  store.tell({ type: "act", sheet: { box: after }, on: "box keys" });
  return true;
}
