/** Every act of curation that has a key: one key, one verdict. */
import { keyName } from "../studio/shortcuts";

export type CurateAct =
  | "keep"
  | "reject"
  | `star${1 | 2 | 3 | 4 | 5}`
  | "retouch"
  | "clear"
  | "undo"
  | "toggle"
  | "best"
  | "pin"
  | "open"
  | "grid"
  | "two"
  | "four"
  | "details"
  | "zoomIn"
  | "zoomOut"
  | "fit"
  | "legend"
  | "all"
  | "back";

/** Those with a name of their own; the stars are counted. */
export type NamedAct = Exclude<CurateAct, `star${1 | 2 | 3 | 4 | 5}`>;

/** The first key of each act is the one that the legend shows. */
export const CURATE_KEYS: Readonly<Record<CurateAct, readonly string[]>> = {
  keep: ["K", "P"],
  reject: ["X"],
  star1: ["1"],
  star2: ["2"],
  star3: ["3"],
  star4: ["4"],
  star5: ["5"],
  retouch: ["R"],
  clear: ["U"],
  undo: ["Z", "Ctrl+Z"],
  toggle: ["NumpadAdd", "NumpadSubtract"],
  best: ["D"],
  pin: ["B"],
  open: [" ", "Enter"],
  grid: ["G"],
  two: ["C"],
  four: ["V"],
  details: ["I"],
  zoomIn: ["+"],
  zoomOut: ["-"],
  fit: ["0"],
  legend: ["?", "Shift+?"],
  all: ["Ctrl+A"],
  back: ["Escape"],
};

const ACTS = Object.keys(CURATE_KEYS) as CurateAct[];

/** Acts whose keys people may choose: as `curate.keep` among their shortcuts. */
export const MOVABLE = ACTS.filter((act) => !["toggle", "open", "back", "all"].includes(act));

export const keysOf = (act: CurateAct, own: Readonly<Record<string, string>> = {}): readonly string[] => {
  const chosen = own[`curate.${act}`];
  return chosen === undefined ? CURATE_KEYS[act] : [chosen];
};

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** What a key means, by a person's own keys over the usual ones; null: nothing here. */
export function curateActOf(pressed: Pressed, own: Readonly<Record<string, string>> = {}): CurateAct | null {
  const isNumpadSign = pressed.code === "NumpadAdd" || pressed.code === "NumpadSubtract";
  const name = isNumpadSign ? pressed.code : keyName(pressed);
  const chosen = ACTS.find((act) => own[`curate.${act}`] === name);
  return chosen ?? ACTS.find((act) => keysOf(act, own).includes(name)) ?? null;
}

export const starsOf = (act: CurateAct): number | null =>
  act.startsWith("star") ? Number(act.slice(4)) : null;
