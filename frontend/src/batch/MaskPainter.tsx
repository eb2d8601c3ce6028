/** A frame with a mask drawn over it: brush, eraser, undo, clear. Pen, finger and mouse draw alike. */
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownAt } from "../api/batches";
import { address } from "../base";
import { BrushIcon, ClearIcon, EraserIcon, UndoIcon } from "../shell/icons";
import { useLater } from "../shell/useLater";
import { covering, draw, maskFile, placeIn, type Stroke } from "./strokes";

interface Props {
  width: number; // of the frame, in pixels
  height: number;
  source: string;
  mask: string | null; // what is drawn already
  isLocked: boolean;
  onPaint: (mask: Blob | null) => void; // a moment after each stroke; null: nothing is drawn any more
}

const COLOUR = [216, 64, 48] as const;
const MOST_SHOWN_PX = 2048;
const KEPT_AFTER_MS = 600;

export function MaskPainter({ width, height, source, mask, isLocked, onPaint }: Props) {
  const { t } = useTranslation();
  const [tool, setTool] = useState<"brush" | "eraser">("brush");
  const [size_px, setSize] = useState(Math.max(2, Math.round(Math.min(width, height) / 12)));
  const drawing = useDrawing(mask, onPaint);
  const [isEmpty, setEmpty] = useState(true);
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    if (isLocked || event.button !== 0 || !event.isPrimary) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.begin({ erases: tool === "eraser", size_px, points: [placeOf(event)] });
    setEmpty(false);
  };
  const placeOf = (event: { clientX: number; clientY: number }) => {
    const shown = drawing.canvas.current?.getBoundingClientRect() ?? new DOMRect();
    return placeIn(shown, { width, height }, event);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const parts = event.nativeEvent.getCoalescedEvents?.() ?? [];
    drawing.goOn((parts.length > 0 ? parts : [event]).map(placeOf));
  };
  return (
    <div className="mask-painter">
      <div className="mask-tools" role="toolbar" aria-label={t("tools.label")}>
        <button type="button" aria-pressed={tool === "brush"} onClick={() => setTool("brush")}>
          <BrushIcon />
          {t("tools.brush")}
        </button>
        <button type="button" aria-pressed={tool === "eraser"} onClick={() => setTool("eraser")}>
          <EraserIcon />
          {t("tools.eraser")}
        </button>
        <button type="button" disabled={isEmpty || isLocked} onClick={() => setEmpty(drawing.undo() === 0)}>
          <UndoIcon />
          {t("tools.undo")}
        </button>
        <button
          type="button"
          disabled={isLocked}
          onClick={() => {
            drawing.clear();
            setEmpty(true);
          }}
        >
          <ClearIcon />
          {t("tools.clear")}
        </button>
        <label className="slider">
          <span>{t("tools.size")}</span>
          <input
            type="range"
            min={1}
            max={Math.round(Math.min(width, height) / 2)}
            value={size_px}
            onChange={(event) => setSize(event.target.valueAsNumber)}
          />
        </label>
      </div>
      <div className="mask-sheet" style={{ "--ratio": width / height }}>
        <img src={shownAt(source, MOST_SHOWN_PX)} alt={t("batch.frame")} />
        <canvas
          ref={drawing.canvas}
          width={width}
          height={height}
          aria-label={t("batch.maskCanvas")}
          role="img"
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={drawing.end}
          onPointerCancel={drawing.end}
        />
      </div>
    </div>
  );
}

/** The drawing: what was there at first, and the strokes over it. */
function useDrawing(mask: string | null, onPaint: Props["onPaint"]) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const first = useRef<ImageData | null>(null);
  const [begun] = useState(mask); // what is kept later is what is drawn here already
  const strokes = useRef<Stroke[]>([]);
  const stroke = useRef<Stroke | null>(null);
  const paper = () => {
    const found = canvas.current?.getContext("2d") ?? null;
    if (found) found.strokeStyle = `rgb(${COLOUR.join(" ")})`;
    return found;
  };
  const keep = useLater((drawn: HTMLCanvasElement | null) => {
    if (drawn) void maskFile(drawn).then(onPaint);
    else onPaint(null);
  }, KEPT_AFTER_MS);
  const keepDrawn = () => canvas.current && keep(canvas.current);
  const again = () => {
    const on = paper();
    if (!on) return;
    on.clearRect(0, 0, on.canvas.width, on.canvas.height);
    if (first.current) on.putImageData(first.current, 0, 0);
    for (const one of strokes.current) draw(on, one);
  };
  const redraw = useRef(again);
  redraw.current = again;
  useEffect(() => {
    let isGone = false;
    if (begun)
      void readMask(begun, canvas.current).then((read) => {
        if (isGone) return;
        first.current = read;
        redraw.current();
      });
    return () => {
      isGone = true;
    };
  }, [begun]);
  return {
    canvas,
    begin: (one: Stroke) => {
      stroke.current = one;
      const on = paper();
      if (on) draw(on, one);
    },
    goOn: (points: Stroke["points"]) => {
      const before = stroke.current;
      const on = paper();
      if (!before || !on) return;
      const after = { ...before, points: [...before.points, ...points] };
      draw(on, after, before.points.length - 1);
      stroke.current = after;
    },
    end: () => {
      if (!stroke.current) return;
      strokes.current.push(stroke.current);
      stroke.current = null;
      keepDrawn();
    },
    /** Gives the number of strokes that are left. */
    undo: (): number => {
      strokes.current.pop();
      again();
      if (strokes.current.length > 0 || first.current) keepDrawn();
      else keep(null);
      return strokes.current.length;
    },
    clear: () => {
      strokes.current = [];
      first.current = null;
      again();
      keep(null);
    },
  };
}

async function readMask(url: string, canvas: HTMLCanvasElement | null): Promise<ImageData | null> {
  const answer = await fetch(address(url), { credentials: "same-origin" });
  if (!answer.ok || !canvas) return null;
  const { width, height } = canvas;
  const picture = await createImageBitmap(await answer.blob());
  const paper = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!paper) return null;
  paper.drawImage(picture, 0, 0, width, height);
  return covering(paper.getImageData(0, 0, width, height), COLOUR);
}
