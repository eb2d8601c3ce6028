/** The keys of the studio; none works while a text is being written, but Execute and Abort do everywhere. */
import { useEffect, useRef } from "react";
import type { Picture } from "../api/types";
import { usePreferences } from "../shell/usePreferences";
import { actualSize, showBox, useRoom, zoomBy } from "./canvas/room";
import { keep, nextCandidate } from "./journal/candidates";
import { whole } from "./model/geometry";
import { type Store, useStore } from "./model/store";
import type { Run } from "./run/useRun";
import { actOf, doStudioAct, type StudioAct } from "./shortcuts";
import { maskActs } from "./tools/maskActs";

const EVERYWHERE: readonly StudioAct[] = ["execute", "abort"];
const ZOOM_STEP = 1.25;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches("input:not([type=range], [type=checkbox], [type=radio]), textarea, select");

export function useStudioKeys(picture: Picture, run: Run, onView: () => void): void {
  const store = useStore();
  const room = useRoom();
  const own = usePreferences().data.shortcuts;
  const latest = useRef({ run, onView, own });
  latest.current = { run, onView, own };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { run, onView, own } = latest.current;
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const act = actOf(event, own);
      if (!act || (isWriting(event.target) && !EVERYWHERE.includes(act))) return;
      event.preventDefault();
      if (doStudioAct(act, store) || doMaskAct(act, store)) return;
      if (act === "execute") run.execute();
      if (act === "abort") run.abort();
      if (act === "compare") room.before.set(!room.before.get());
      if (act === "viewer") onView();
      if (act === "zoomIn") zoomBy(room, ZOOM_STEP, picture);
      if (act === "zoomOut") zoomBy(room, 1 / ZOOM_STEP, picture);
      if (act === "fit") showBox(room, whole(picture));
      if (act === "actualSize") actualSize(room, picture);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [store, room, picture]);
}

function doMaskAct(act: StudioAct, store: Store): boolean {
  const { clear, invert, fill } = maskActs(store);
  if (act === "clearMask") clear();
  else if (act === "invertMask") invert();
  else if (act === "fillMask") fill();
  else if (act === "keep") keep(store);
  else if (act === "nextCandidate") nextCandidate(store, 1);
  else if (act === "previousCandidate") nextCandidate(store, -1);
  else return false;
  return true;
}
