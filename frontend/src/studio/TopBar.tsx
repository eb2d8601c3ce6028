/** Above the picture: undo and redo, zoom, layers, what is saved, and the ways out. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../api/types";
import { RedoIcon, UndoIcon } from "../shell/icons";
import { actualSize, showBox, useRoom, zoomBy } from "./canvas/room";
import { type Cell, useCell } from "./model/cell";
import { whole } from "./model/geometry";
import { useStore, useStudio } from "./model/store";
import { LAYERS, type Layer, sheetOf } from "./model/studio";
import { OpenedRow } from "./open/OpenedRow";
import { isUnarranged } from "./run/useArranged";
import type { Saving } from "./run/useAutosave";
import { canRedo, canUndo } from "./shortcuts";
import { ToolIcon } from "./tools/toolIcons";

const ExportDialog = lazy(async () => ({ default: (await import("./exporting/ExportDialog")).ExportDialog }));
const ToPool = lazy(async () => ({ default: (await import("./ToPool")).ToPool }));
const ZOOM_STEP = 1.25;

interface Props {
  picture: Picture;
  saving: Saving;
  pictures: Cell<readonly string[]>;
  onView: () => void;
}

export function TopBar({ picture, saving, pictures, onView }: Props) {
  const { t } = useTranslation();
  const store = useStore();
  const [isExporting, setExporting] = useState(false);
  const mayUndo = useStudio(canUndo);
  const mayRedo = useStudio(canRedo);
  const isArranging = useStudio(isUnarranged);
  const told = saving === "saved" && isArranging ? "waiting" : saving;
  return (
    <div className="studio-top">
      <div className="group">
        <button
          type="button"
          className="tool"
          title={`${t("tools.undo")} (Ctrl+Z)`}
          aria-label={t("tools.undo")}
          disabled={!mayUndo}
          onClick={() => store.tell({ type: "undo" })}
        >
          <UndoIcon />
        </button>
        <button
          type="button"
          className="tool"
          title={`${t("tools.redo")} (Ctrl+Shift+Z)`}
          aria-label={t("tools.redo")}
          disabled={!mayRedo}
          onClick={() => store.tell({ type: "redo" })}
        >
          <RedoIcon />
        </button>
      </div>
      <Zoom picture={picture} />
      <fieldset className="layer-row">
        <legend className="hidden">{t("layers.label")}</legend>
        {LAYERS.map((layer) => (
          <LayerFields key={layer} layer={layer} />
        ))}
      </fieldset>
      <p className={`saving ${told}`} role="status">
        {t(`saving.${told}`)}
      </p>
      <div className="top-end">
        <OpenedRow pictures={pictures} current={picture.id} />
        <Before />
        <button type="button" onClick={onView}>
          {t("studio.view")}
        </button>
        <button type="button" onClick={() => setExporting(true)}>
          {t("studio.export")}
        </button>
        <Suspense>
          <ToPool picture={picture} isSaved={told === "saved"} />
        </Suspense>
        <a className="button" href="#/retouch">
          {t("desk.another")}
        </a>
      </div>
      {isExporting && (
        <Suspense>
          <ExportDialog onClose={() => setExporting(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** The picture without its steps, to compare. */
function Before() {
  const { t } = useTranslation();
  const { before } = useRoom();
  const isBefore = useCell(before);
  const hasSteps = useStudio((studio) => sheetOf(studio).steps.length > 0);
  return (
    <button
      type="button"
      aria-pressed={isBefore}
      aria-keyshortcuts="C"
      title={`${t("viewer.before")} (C)`}
      disabled={!hasSteps}
      onClick={() => before.set(!isBefore)}
    >
      {t("viewer.before")}
    </button>
  );
}

function Zoom({ picture }: { picture: Picture }) {
  const { t } = useTranslation();
  const room = useRoom();
  const { zoom } = useCell(room.view);
  return (
    <div className="group zoom">
      <button
        type="button"
        className="tool"
        aria-label={t("zoom.out")}
        title={`${t("zoom.out")} (-)`}
        onClick={() => zoomBy(room, 1 / ZOOM_STEP, picture)}
      >
        <ToolIcon name="minus" />
      </button>
      <output className="zoom-value" aria-label={t("tools.zoom")}>
        {Math.round(zoom * devicePixelRatio * 100)} %
      </output>
      <button
        type="button"
        className="tool"
        aria-label={t("zoom.in")}
        title={`${t("zoom.in")} (+)`}
        onClick={() => zoomBy(room, ZOOM_STEP, picture)}
      >
        <ToolIcon name="plus" />
      </button>
      <button
        type="button"
        className="tool"
        aria-label={t("zoom.fit")}
        title={`${t("zoom.fit")} (0)`}
        onClick={() => showBox(room, whole(picture))}
      >
        <ToolIcon name="fit" />
      </button>
      <button
        type="button"
        className="tool"
        aria-label={`1:1 ${t("zoom.actual")}`}
        title={`${t("zoom.actual")} (1)`}
        onClick={() => actualSize(room, picture)}
      >
        1:1
      </button>
    </div>
  );
}

function LayerFields({ layer }: { layer: Layer }) {
  const { t } = useTranslation();
  const store = useStore();
  const look = useStudio((studio) => studio.layers[layer]);
  const name = t(`layer.${layer}`);
  return (
    <div className="layer">
      <button
        type="button"
        className="tool"
        aria-pressed={look.visible}
        title={t("layers.toggle", { layer: name })}
        onClick={() => store.tell({ type: "layer", layer, look: { visible: !look.visible } })}
      >
        {name}
      </button>
      <input
        type="range"
        min={0}
        max={100}
        value={look.opacity}
        disabled={!look.visible}
        aria-label={t("layers.opacity", { layer: name })}
        onChange={(event) =>
          store.tell({ type: "layer", layer, look: { opacity: event.target.valueAsNumber } })
        }
      />
    </div>
  );
}
