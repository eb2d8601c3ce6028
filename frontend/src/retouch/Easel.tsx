/** The picture with the mask and the box over it; draws by mouse, pen and touch, moves the box by keys. */
import {
  type Dispatch,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../api/types";
import { address } from "../base";
import { drawStrokes } from "./draw";
import { type Box, boxBetween, moved, type Point, resized, toPicture } from "./geometry";
import { boxInForce, type Stroke } from "./marks";
import { Overlay } from "./Overlay";
import { type Action, brushWidth_px, type Desk } from "./state";

interface Props {
  picture: Picture;
  desk: Desk;
  tell: Dispatch<Action>;
}

const LARGEST_CANVAS_PX = 4096;
const MASK_COLOUR = "rgb(196 43 28)";
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function Easel({ picture, desk, tell }: Props) {
  const { t } = useTranslation();
  const hint = useId();
  const sheet = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<readonly Point[] | null>(null);
  const [hover, setHover] = useState<Point | null>(null);
  const { marks, box } = preview(desk, drag, picture);
  const canvas = useMaskCanvas(marks, picture);
  const drawable = desk.tool !== "hand" && desk.phase.at === "drawing";

  const place = (event: PointerEvent): Point =>
    toPicture({ x: event.clientX, y: event.clientY }, shownBox(sheet.current), picture);
  const begin = (event: PointerEvent) => {
    if (!drawable || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag([place(event)]);
  };
  const go = (event: PointerEvent) => {
    const point = place(event);
    setHover(event.pointerType === "touch" ? null : point);
    setDrag((points) => points && [...points, point]);
  };
  const end = () => {
    if (drag) finish(desk, drag, picture, tell);
    setDrag(null);
  };
  const nudge = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    if (!step || !box) return;
    event.preventDefault();
    const by_px = event.altKey ? 1 : 8;
    const change = event.shiftKey ? resized : moved;
    tell({ type: "box", box: change(box, step[0] * by_px, step[1] * by_px, picture) });
  };
  return (
    <div className="easel">
      <div
        ref={sheet}
        className={`sheet tool-${desk.tool}`}
        style={{ "--ratio": picture.width / picture.height, "--zoom": desk.zoom }}
        role="application"
        aria-label={t("desk.canvas")}
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the box
        tabIndex={0}
        onPointerDown={begin}
        onPointerMove={go}
        onPointerUp={end}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setHover(null)}
        onKeyDown={nudge}
      >
        <img src={address(picture.url)} alt={picture.title ?? t("library.untitled")} draggable={false} />
        <canvas ref={canvas} className="mask" />
        <Overlay picture={picture} box={box} brush={cursor(desk, hover)} />
      </div>
      <p id={hint} className="hidden">
        {t("desk.canvasHint")}
      </p>
    </div>
  );
}

function shownBox(sheet: HTMLDivElement | null): Box {
  const { x, y, width, height } = sheet?.getBoundingClientRect() ?? { x: 0, y: 0, width: 1, height: 1 };
  return { x, y, width, height };
}

function strokeOf(desk: Desk, points: readonly Point[]): Stroke {
  return { points, width_px: brushWidth_px(desk), erase: desk.tool === "eraser", cap: "round" };
}

function draggedBox(drag: readonly Point[], picture: Picture): Box | null {
  const [first] = drag;
  const last = drag.at(-1);
  return first && last ? boxBetween(first, last, picture) : null;
}

/** What would stand on the picture if the drag ended now. */
function preview(desk: Desk, drag: readonly Point[] | null, picture: Picture) {
  const { now } = desk.history;
  if (!drag) return { marks: now.strokes, box: boxInForce(now, picture) };
  if (desk.tool === "box") return { marks: now.strokes, box: draggedBox(drag, picture) };
  const strokes = [...now.strokes, strokeOf(desk, drag)];
  return { marks: strokes, box: boxInForce({ ...now, strokes }, picture) };
}

function finish(desk: Desk, drag: readonly Point[], picture: Picture, tell: Dispatch<Action>): void {
  if (desk.tool === "box") tell({ type: "box", box: draggedBox(drag, picture) });
  else tell({ type: "stroke", stroke: strokeOf(desk, drag) });
}

function cursor(desk: Desk, hover: Point | null) {
  if (!hover || desk.tool === "box" || desk.tool === "hand") return null;
  return { centre: hover, width_px: brushWidth_px(desk) };
}

/** A canvas that shows the strokes at the size of the picture, or smaller where the picture is huge. */
function useMaskCanvas(strokes: readonly Stroke[], picture: Picture) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const shown = canvas.current;
    const context = shown?.getContext("2d");
    if (!shown || !context) return;
    const scale = Math.min(1, LARGEST_CANVAS_PX / Math.max(picture.width, picture.height));
    shown.width = Math.round(picture.width * scale);
    shown.height = Math.round(picture.height * scale);
    drawStrokes(context, strokes, { from: { x: 0, y: 0 }, scale }, MASK_COLOUR);
  }, [strokes, picture]);
  return canvas;
}
