/** The retouch desk as plain data, and the one function that moves it from one state to the next. */
import type { Picture, RetouchRequest } from "../api/types";
import { isSeed } from "../painting/seed";
import { fieldsOf, noSettings, type Settings, wrongNumber } from "../painting/settings";
import { type Box, whole } from "./geometry";
import {
  boxInForce,
  changed,
  type History,
  newHistory,
  noMarks,
  paintedBounds,
  redone,
  type Stroke,
  undone,
} from "./marks";

export type Tool = "box" | "brush" | "eraser" | "hand";

export interface Wishes {
  readonly prompt: string;
  readonly negative: string;
  readonly strength: number; // 0..100, as the slider shows it
  readonly seed: string; // empty: the server draws one
  readonly count: number;
  readonly settings: Settings;
}

export const MOST_CANDIDATES = 8;
export const LARGEST_ZOOM = 6;

/** Where the work stands: drawing, sending, one job under way, or its result. */
export type Phase =
  | { readonly at: "drawing"; readonly problem: string | null }
  | { readonly at: "sending" }
  | { readonly at: "painting"; readonly job: string }
  | { readonly at: "choosing"; readonly job: string; readonly chosen: number };

export interface Desk {
  readonly picture: Picture | null;
  readonly history: History;
  readonly tool: Tool;
  readonly brush: number; // 1..100: diameter in percent of half the picture's shorter side
  readonly zoom: number; // 1: the whole picture fits
  readonly wishes: Wishes;
  readonly phase: Phase;
}

export const emptyDesk: Desk = {
  picture: null,
  history: newHistory,
  tool: "brush",
  brush: 16,
  zoom: 1,
  wishes: { prompt: "", negative: "", strength: 60, seed: "", count: 2, settings: noSettings },
  phase: { at: "drawing", problem: null },
};

export type Action =
  | { type: "open"; picture: Picture }
  | { type: "take"; tool: Tool }
  | { type: "brush"; size: number }
  | { type: "zoom"; zoom: number }
  | { type: "box"; box: Box | null }
  | { type: "stroke"; stroke: Stroke }
  | { type: "clear" }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "wish"; wishes: Partial<Wishes> }
  | { type: "send" }
  | { type: "sent"; job: string }
  | { type: "finished" }
  | { type: "failed"; problem: string }
  | { type: "choose"; index: number }
  | { type: "redraw" };

const drawing = (problem: string | null = null): Phase => ({ at: "drawing", problem });

/** The desk after `action`. Marks change only while drawing; everything else is refused by returning the same desk. */
export function next(desk: Desk, action: Action): Desk {
  const { history, phase } = desk;
  const mark = (after: History): Desk => (phase.at === "drawing" ? { ...desk, history: after } : desk);
  switch (action.type) {
    case "open":
      return { ...desk, picture: action.picture, history: newHistory, zoom: 1, phase: drawing() };
    case "take":
      return { ...desk, tool: action.tool };
    case "brush":
      return { ...desk, brush: Math.min(Math.max(Math.round(action.size), 1), 100) };
    case "zoom":
      return { ...desk, zoom: Math.min(Math.max(action.zoom, 1), LARGEST_ZOOM) };
    case "box":
      return mark(changed(history, { ...history.now, box: action.box }));
    case "stroke":
      return mark(changed(history, { ...history.now, strokes: [...history.now.strokes, action.stroke] }));
    case "clear":
      return mark(changed(history, noMarks));
    case "undo":
      return mark(undone(history));
    case "redo":
      return mark(redone(history));
    case "wish":
      return { ...desk, wishes: { ...desk.wishes, ...action.wishes } };
    default:
      return { ...desk, phase: nextPhase(phase, action) };
  }
}

type PhaseAction = Extract<Action, { type: "send" | "sent" | "finished" | "failed" | "choose" | "redraw" }>;

function nextPhase(phase: Phase, action: PhaseAction): Phase {
  switch (action.type) {
    case "send":
      return { at: "sending" };
    case "sent":
      return { at: "painting", job: action.job };
    case "finished":
      return phase.at === "painting" ? { at: "choosing", job: phase.job, chosen: 0 } : phase;
    case "failed":
      return drawing(action.problem);
    case "choose":
      return phase.at === "choosing" ? { ...phase, chosen: action.index } : phase;
    case "redraw":
      return drawing();
  }
}

/** The brush's diameter in picture pixels. */
export function brushWidth_px(desk: Desk): number {
  const shorter = desk.picture ? Math.min(desk.picture.width, desk.picture.height) : 0;
  return Math.max(1, (desk.brush / 100) * (shorter / 2));
}

export type Lack = "picture" | "mask" | "seed" | "settings";

/** What is still missing or wrong before the work can be asked for. */
export function lacks(desk: Desk): Lack[] {
  const { seed, settings } = desk.wishes;
  return [
    ...(desk.picture ? [] : (["picture"] as const)),
    ...(paintedBounds(desk.history.now.strokes) ? [] : (["mask"] as const)),
    ...(isSeed(seed) ? [] : (["seed"] as const)),
    ...(wrongNumber(settings) ? (["settings"] as const) : []),
  ];
}

/** The box that the request will name. */
export function boxOf(desk: Desk): Box | null {
  return desk.picture ? (boxInForce(desk.history.now, desk.picture) ?? whole(desk.picture)) : null;
}

/** What decides time and fit: the request without its words, its seed and its mask; null while it would be refused. */
export function planOf(desk: Desk) {
  const { picture, wishes } = desk;
  const box = boxOf(desk);
  if (!picture || !box || lacks(desk).some((lack) => lack !== "seed")) return null;
  return { picture: picture.id, box: sidesOf(box), ...weightsOf(wishes) };
}

const sidesOf = ({ x, y, width, height }: Box): [number, number, number, number] => [x, y, width, height];

const weightsOf = ({ strength, count, settings }: Wishes) => ({
  strength: strength / 100,
  count,
  ...fieldsOf(settings),
});

/** What is sent to the server; `mask` is the id of the uploaded mask, which has the box's size. */
export function requestOf(picture: Picture, box: Box, mask: string, wishes: Wishes): RetouchRequest {
  const seed = wishes.seed.trim();
  const negative = wishes.negative.trim();
  return {
    picture: picture.id,
    box: sidesOf(box),
    mask,
    prompt: wishes.prompt.trim(),
    ...weightsOf(wishes),
    ...(negative ? { negative_prompt: negative } : {}),
    ...(seed ? { seed: Number(seed) } : {}),
  };
}
