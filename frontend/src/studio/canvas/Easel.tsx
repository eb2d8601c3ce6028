/** The picture with its steps, and over it mask, lines and rectangle: draws by mouse, pen and touch. */
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../../api/types";
import { useCell } from "../model/cell";
import { whole } from "../model/geometry";
import { useStudio } from "../model/store";
import { useHand } from "./hand";
import { Overlay } from "./Overlay";
import { Paper } from "./Paper";
import { showBox, useRoom } from "./room";
import { useInk } from "./useInk";
import type { View } from "./view";

export function Easel({ picture }: { picture: Picture }) {
  const { t } = useTranslation();
  const hint = useId();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tool = useStudio((studio) => studio.tool);
  const isLooking = useCell(useRoom().isLooking);
  const ink = useInk(canvas, picture);
  const hand = useHand(frame, picture, ink);
  useFitAtFirst(frame, picture);
  return (
    <div
      ref={frame}
      className={`easel tool-${tool}${isLooking ? " looking" : ""}`}
      aria-busy={isLooking}
      role="application"
      aria-label={t("desk.canvas")}
      aria-describedby={hint}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the box, the view and the brush
      tabIndex={0}
      {...hand}
    >
      <Paper picture={picture} />
      <canvas ref={canvas} className="ink" />
      <Overlay picture={picture} />
      <p id={hint} className="hidden">
        {t("desk.canvasHint")}
      </p>
    </div>
  );
}

/** Keeps the window's size, and the whole picture in sight until its owner looks closer. */
function useFitAtFirst(frame: React.RefObject<HTMLDivElement | null>, picture: Picture): void {
  const room = useRoom();
  const lastFit = useRef<View | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => {
      const isUntouched = lastFit.current === null || room.view.get() === lastFit.current;
      room.size.set({ width: element.clientWidth, height: element.clientHeight });
      if (!isUntouched) return;
      showBox(room, whole(picture));
      lastFit.current = room.view.get();
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [frame, room, picture]);
}
