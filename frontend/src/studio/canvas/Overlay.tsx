/** The rectangle with its handles and what is planned around it, shapes in the making, and the brush's ring. */
import { useTranslation } from "react-i18next";
import type { Picture } from "../../api/types";
import { boxInForce } from "../model/boxes";
import { useCell } from "../model/cell";
import type { Box, Point } from "../model/geometry";
import { useStudio } from "../model/store";
import { type BrushTool, type Studio, sheetOf, type Tool } from "../model/studio";
import { usePlanned } from "../run/planned";
import { HANDLES, handlePoint, leastSide } from "./boxDrag";
import { useRoom } from "./room";
import { toScreen, type View } from "./view";

const HANDLE_PX = 10;
const BRUSHES: readonly Tool[] = ["brush", "eraser", "pencil", "rubber", "strength"];
const isBrush = (tool: Tool): tool is BrushTool => BRUSHES.includes(tool);

export function Overlay({ picture }: { picture: Picture }) {
  const room = useRoom();
  const view = useCell(room.view);
  const drag = useCell(room.drag);
  const size = useCell(room.size);
  const sheet = useStudio(sheetOf);
  const tool = useStudio((studio) => studio.tool);
  const box = drag?.box !== undefined ? drag.box : boxInForce(sheet, picture);
  return (
    <svg className="overlay" width={size.width} height={size.height} aria-hidden="true">
      {box && <BoxMark box={box} view={view} picture={picture} hasHandles={tool === "box"} />}
      {box && !drag && <Planned view={view} />}
      {drag?.box === null && <Refused view={view} picture={picture} />}
      {drag?.outline && <Outline points={drag.outline} view={view} />}
      <ChosenLine view={view} />
      <Ring view={view} />
    </svg>
  );
}

const shownBox = (view: View, box: Box): Box => ({
  ...toScreen(view, box),
  width: box.width * view.zoom,
  height: box.height * view.zoom,
});

const rectangle = ({ x, y, width, height }: Box): string => `M${x} ${y}h${width}v${height}h${-width}z`;

function BoxMark({
  box,
  view,
  picture,
  hasHandles,
}: {
  box: Box;
  view: View;
  picture: Picture;
  hasHandles: boolean;
}) {
  const shown = shownBox(view, box);
  const around = shownBox(view, { x: 0, y: 0, width: picture.width, height: picture.height });
  return (
    <>
      <path className="dim" fillRule="evenodd" d={rectangle(around) + rectangle(shown)} />
      <rect className="box-shadow" {...shown} />
      <rect className="box" {...shown} />
      {hasHandles &&
        HANDLES.map((handle) => {
          const { x, y } = toScreen(view, handlePoint(box, handle));
          const corner = { x: x - HANDLE_PX / 2, y: y - HANDLE_PX / 2 };
          return <rect key={handle} className="handle" {...corner} width={HANDLE_PX} height={HANDLE_PX} />;
        })}
      <text className="size-label" x={shown.x + 4} y={Math.max(14, shown.y - 6)}>
        {Math.round(box.width)} × {Math.round(box.height)}
      </text>
    </>
  );
}

/** The crop that the engine will see, around the rectangle, and its work size. */
function Planned({ view }: { view: View }) {
  const { t } = useTranslation();
  const plan = usePlanned();
  if (!plan) return null;
  const [x, y, width, height] = plan.crop;
  const shown = shownBox(view, { x, y, width, height });
  const [across, down] = plan.work_size;
  return (
    <>
      <rect className="crop" {...shown} />
      <text className="size-label" x={shown.x + 4} y={shown.y + shown.height + 16}>
        {t("studio.planned", {
          width: across,
          height: down,
          padding: Math.round(plan.edges.padding_px),
          feather: Math.round(plan.edges.feather_px),
        })}
      </text>
    </>
  );
}

/** Why the rectangle that is being drawn will not be taken. */
function Refused({ view, picture }: { view: View; picture: Picture }) {
  const { t } = useTranslation();
  const hover = useCell(useRoom().hover);
  if (!hover) return null;
  const { x, y } = toScreen(view, hover);
  return (
    <text className="size-label" x={x + 12} y={y + 24}>
      {t("box.limits", { least: leastSide(picture) })}
    </text>
  );
}

function Outline({ points, view }: { points: readonly Point[]; view: View }) {
  const path = points.map((point) => toScreen(view, point)).map(({ x, y }) => `${x},${y}`);
  return <polygon className="outline" points={path.join(" ")} />;
}

function ChosenLine({ view }: { view: View }) {
  const chosen = useCell(useRoom().line);
  const strokes = useStudio((studio) => sheetOf(studio).strokes);
  const stroke = chosen === null ? null : strokes?.[chosen];
  if (!stroke) return null;
  const path = stroke.points.map((point) => toScreen(view, point)).map(({ x, y }) => `${x},${y}`);
  return <polyline className="chosen-line" points={path.join(" ")} />;
}

const brushSize = (studio: Studio): number =>
  isBrush(studio.tool) ? studio.brushes[studio.tool].size_px : 0;

function Ring({ view }: { view: View }) {
  const hover = useCell(useRoom().hover);
  const size_px = useStudio(brushSize);
  if (!hover || size_px === 0) return null;
  const { x, y } = toScreen(view, hover);
  const radius = Math.max(1.5, (size_px / 2) * view.zoom);
  return (
    <>
      <circle className="ring-shadow" cx={x} cy={y} r={radius} />
      <circle className="ring" cx={x} cy={y} r={radius} />
    </>
  );
}
