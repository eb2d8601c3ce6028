/** What a click means with the tools that do not drag: choosing a thing for the mask, choosing a traced line. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../../api/types";
import { reasonOf } from "../../shell/reason";
import { type Seed, selectThing } from "../api/looks";
import { useRoom } from "../canvas/room";
import { boxAsked } from "../model/boxes";
import type { Point } from "../model/geometry";
import { strokeAt } from "../model/lines";
import { joinPlanes, type Plane } from "../model/plane";
import { greyOf, planeOf } from "../model/png";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";

const LINE_REACH_PX = 10; // on the screen

type Click = (at: Point, how: { readonly takesAway: boolean }) => void;

export function useClicks(picture: Picture): Click {
  const store = useStore();
  const room = useRoom();
  const select = useSelection(picture);
  return (at, how) => {
    const { tool } = store.get();
    if (tool === "select") select(at, how.takesAway);
    if (tool !== "line") return;
    const reach_px = LINE_REACH_PX / room.view.get().zoom;
    room.line.set(strokeAt(sheetOf(store.get()).strokes ?? [], at, reach_px));
  };
}

interface Selection {
  readonly seeds: readonly Seed[];
  readonly under: Plane; // the mask without this selection
  readonly shown: Plane; // and with it
}

/** Each further click refines the same thing; another act, or another tool, begins a new one. */
function useSelection(picture: Picture): (at: Point, takesAway: boolean) => void {
  const { t } = useTranslation();
  const store = useStore();
  const room = useRoom();
  const current = useRef<Selection | null>(null);
  const tool = useStudio((studio) => studio.tool);
  useEffect(() => {
    if (tool !== "select") current.current = null;
  }, [tool]);
  const looking = useMutation({
    mutationFn: async ({ seeds, under }: { seeds: readonly Seed[]; under: Plane }) => {
      const { journal } = store.get();
      const box = boxAsked(sheetOf(store.get()), picture);
      const place = { picture: picture.id, journal: journal?.id ?? null, box };
      const thing = planeOf(greyOf(await selectThing(place, seeds)), box);
      return { seeds, under, shown: joinPlanes(under, thing, Math.max) };
    },
    onSuccess: (selection) => {
      current.current = selection;
      store.tell({ type: "act", sheet: { mask: selection.shown } });
    },
    onMutate: () => room.isLooking.set(true),
    onSettled: () => room.isLooking.set(false),
    onError: (error) => store.tell({ type: "trouble", problem: reasonOf(t, error) }),
  });
  return (at, takesAway) => {
    if (looking.isPending) return;
    const { mask } = sheetOf(store.get());
    const before = current.current?.shown === mask ? current.current : { seeds: [], under: mask };
    const seed = { x: Math.round(at.x), y: Math.round(at.y), keep: !takesAway };
    looking.mutate({ seeds: [...before.seeds, seed], under: before.under });
  };
}
