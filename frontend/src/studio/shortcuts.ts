/** Every act that has a key. People may choose other keys; the names of the acts stay. */
import type { Store } from "./model/store";
import { type BrushTool, type Studio, sheetOf, type Tool } from "./model/studio";

export type StudioAct =
  | `tool.${Tool}`
  | "undo"
  | "redo"
  | "execute"
  | "abort"
  | "smaller"
  | "larger"
  | "softer"
  | "harder"
  | "zoomIn"
  | "zoomOut"
  | "fit"
  | "actualSize"
  | "clearMask"
  | "invertMask"
  | "fillMask"
  | "toggleMask"
  | "toggleLines"
  | "togglePicture"
  | "compare"
  | "viewer"
  | "keep"
  | "nextCandidate"
  | "previousCandidate";

/** Keys as `Ctrl+Shift+Z`; Ctrl also means Command. */
export const STANDARD_KEYS: Readonly<Record<StudioAct, string>> = {
  "tool.box": "R",
  "tool.brush": "B",
  "tool.eraser": "E",
  "tool.lasso": "L",
  "tool.rectangle": "M",
  "tool.ellipse": "O",
  "tool.select": "W",
  "tool.pencil": "P",
  "tool.rubber": "U",
  "tool.line": "S",
  "tool.strength": "T",
  "tool.hand": "H",
  undo: "Ctrl+Z",
  redo: "Ctrl+Shift+Z",
  execute: "Ctrl+Enter",
  abort: "Ctrl+.",
  smaller: "[",
  larger: "]",
  softer: "Shift+[",
  harder: "Shift+]",
  zoomIn: "+",
  zoomOut: "-",
  fit: "0",
  actualSize: "1",
  clearMask: "Delete",
  invertMask: "Shift+I",
  fillMask: "Shift+F",
  toggleMask: "Shift+M",
  toggleLines: "Shift+L",
  togglePicture: "Shift+P",
  compare: "C",
  viewer: "F",
  keep: "K",
  nextCandidate: ".",
  previousCandidate: ",",
};

export const STUDIO_ACTS = Object.keys(STANDARD_KEYS) as StudioAct[];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

const SIGNS = /^[^a-z0-9]$/i; // signs say by themselves whether Shift was held

/** The name of a pressed key, such as `Ctrl+Shift+Z`. */
export function keyName({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): string {
  const plain = { "{": "[", "}": "]", "=": "+", _: "-" }[key] ?? key;
  const sign = plain.length === 1 ? plain.toUpperCase() : plain;
  const hasShift = shiftKey && (!SIGNS.test(key) || plain !== key) && sign !== "+" && sign !== "-";
  return [ctrlKey || metaKey ? "Ctrl" : "", altKey ? "Alt" : "", hasShift ? "Shift" : "", sign]
    .filter(Boolean)
    .join("+");
}

/** What a key means, by a person's own keys over the usual ones. */
export function actOf(pressed: Pressed, own: Readonly<Record<string, string>> = {}): StudioAct | null {
  const name = keyName(pressed);
  if (name === "Ctrl+Y") return "redo";
  return STUDIO_ACTS.find((act) => (own[act] ?? STANDARD_KEYS[act]) === name) ?? null;
}

const SIZE_STEP = 1.2;
const LARGEST_SIZE_PX = 2_000;

const brushOf = ({ tool }: Studio): BrushTool | null =>
  tool === "brush" || tool === "eraser" || tool === "pencil" || tool === "rubber" || tool === "strength"
    ? tool
    : null;

/** The acts that need nothing but the studio; whether this was one. */
export function doStudioAct(act: StudioAct, store: Store): boolean {
  const studio = store.get();
  const brush = brushOf(studio);
  if (act.startsWith("tool.")) store.tell({ type: "take", tool: act.slice(5) as Tool });
  else if (act === "undo" || act === "redo") store.tell({ type: act });
  else if (brush && (act === "smaller" || act === "larger")) resize(store, brush, act === "larger");
  else if (brush && (act === "softer" || act === "harder")) {
    const { hardness } = studio.brushes[brush];
    const after = Math.min(100, Math.max(0, hardness + (act === "harder" ? 10 : -10)));
    store.tell({ type: "brush", tool: brush, options: { hardness: after } });
  } else if (act === "toggleMask" || act === "toggleLines" || act === "togglePicture") {
    const layer = act === "toggleMask" ? "mask" : act === "toggleLines" ? "lines" : "picture";
    store.tell({ type: "layer", layer, look: { visible: !studio.layers[layer].visible } });
  } else return false;
  return true;
}

function resize(store: Store, tool: BrushTool, isLarger: boolean): void {
  const { size_px } = store.get().brushes[tool];
  const after = isLarger
    ? Math.max(size_px + 1, size_px * SIZE_STEP)
    : Math.min(size_px - 1, size_px / SIZE_STEP);
  const held = Math.min(LARGEST_SIZE_PX, Math.max(1, Math.round(after)));
  store.tell({ type: "brush", tool, options: { size_px: held } });
}

export const canUndo = (studio: Studio): boolean => studio.history.past.length > 0;
export const canRedo = (studio: Studio): boolean => studio.history.future.length > 0;
export const hasMask = (studio: Studio): boolean => sheetOf(studio).mask.tiles.size > 0;
