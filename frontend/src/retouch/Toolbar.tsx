/** Tools above the picture: what the pointer does, its size, undo and redo, zoom. */
import type { Dispatch, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  BoxIcon,
  BrushIcon,
  ClearIcon,
  EraserIcon,
  FillIcon,
  HandIcon,
  RedoIcon,
  UndoIcon,
} from "../shell/icons";
import { filling } from "./marks";
import { type Action, boxOf, type Desk, LARGEST_ZOOM, type Tool } from "./state";

interface Props {
  desk: Desk;
  tell: Dispatch<Action>;
}

export function Toolbar({ desk, tell }: Props) {
  const { t } = useTranslation();
  const { history } = desk;
  const box = boxOf(desk);
  const locked = desk.phase.at !== "drawing";
  return (
    <div className="toolbar" role="toolbar" aria-label={t("tools.label")}>
      <div className="group">
        <ToolButton
          tool="brush"
          label={t("tools.brush")}
          shortcut="B"
          desk={desk}
          tell={tell}
          icon={<BrushIcon />}
        />
        <ToolButton
          tool="eraser"
          label={t("tools.eraser")}
          shortcut="E"
          desk={desk}
          tell={tell}
          icon={<EraserIcon />}
        />
        <ToolButton
          tool="box"
          label={t("tools.box")}
          shortcut="R"
          desk={desk}
          tell={tell}
          icon={<BoxIcon />}
        />
        <ToolButton
          tool="hand"
          label={t("tools.hand")}
          shortcut="H"
          desk={desk}
          tell={tell}
          icon={<HandIcon />}
        />
      </div>
      <Slider
        label={t("tools.size")}
        value={desk.brush}
        most={100}
        onChange={(size) => tell({ type: "brush", size })}
      />
      <div className="group">
        <Do
          label={t("tools.undo")}
          off={locked || history.past.length === 0}
          onClick={() => tell({ type: "undo" })}
        >
          <UndoIcon />
        </Do>
        <Do
          label={t("tools.redo")}
          off={locked || history.future.length === 0}
          onClick={() => tell({ type: "redo" })}
        >
          <RedoIcon />
        </Do>
        <Do
          label={t("tools.fill")}
          off={locked || !box}
          onClick={() => box && tell({ type: "stroke", stroke: filling(box) })}
        >
          <FillIcon />
        </Do>
        <Do
          label={t("tools.clear")}
          off={locked || (!history.now.box && history.now.strokes.length === 0)}
          onClick={() => tell({ type: "clear" })}
        >
          <ClearIcon />
        </Do>
      </div>
      <Slider
        label={t("tools.zoom")}
        value={desk.zoom}
        most={LARGEST_ZOOM}
        step={0.25}
        onChange={(zoom) => tell({ type: "zoom", zoom })}
      />
    </div>
  );
}

interface ToolButtonProps extends Props {
  tool: Tool;
  label: string;
  shortcut: string;
  icon: ReactNode;
}

function ToolButton({ tool, label, shortcut, icon, desk, tell }: ToolButtonProps) {
  return (
    <button
      type="button"
      className="tool"
      title={`${label} (${shortcut})`}
      aria-pressed={desk.tool === tool}
      aria-keyshortcuts={shortcut}
      onClick={() => tell({ type: "take", tool })}
    >
      {icon}
      <span>{label}</span>
    </button>
  );
}

interface DoProps {
  label: string;
  off: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Do({ label, off, onClick, children }: DoProps) {
  return (
    <button type="button" className="tool" title={label} aria-label={label} disabled={off} onClick={onClick}>
      {children}
    </button>
  );
}

interface SliderProps {
  label: string;
  value: number;
  most: number;
  step?: number;
  onChange: (value: number) => void;
}

function Slider({ label, value, most, step = 1, onChange }: SliderProps) {
  return (
    <label className="slider">
      <span>{label}</span>
      <input
        type="range"
        min={1}
        max={most}
        step={step}
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  );
}
