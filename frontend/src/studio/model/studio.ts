/** The studio as plain data, and the one function that moves it from one state to the next. */
import type { Picture } from "../../api/types";
import type { Journal } from "../api/journals";
import { acted, type History, historyOf, mapped, redone, undone } from "./history";
import { emptySheet, type Sheet, type StepLook, type Token, type Wishes } from "./sheet";

export const TOOLS = [
  "box",
  "brush",
  "eraser",
  "lasso",
  "rectangle",
  "ellipse",
  "select", // click to select a thing
  "pencil", // draws lines
  "rubber", // takes lines away
  "line", // chooses a traced line
  "strength", // paints the strength map
  "hand",
] as const;
export type Tool = (typeof TOOLS)[number];

export const PANELS = ["prompt", "strength", "mask", "lines", "reference", "journal", "settings"] as const;
export type Panel = (typeof PANELS)[number];

/** What each drawing tool is set to. Sizes are diameters in picture pixels. */
export interface BrushOptions {
  readonly size_px: number;
  readonly hardness: number; // 0..100
  readonly flow: number; // 1..100
  readonly pressure: boolean; // the pen's pressure changes the size
}

export type BrushTool = "brush" | "eraser" | "pencil" | "rubber" | "strength";

/** How the layers are shown; never what is sent. */
export interface LayerLook {
  readonly visible: boolean;
  readonly opacity: number; // 0..100
}
export const LAYERS = ["picture", "mask", "lines"] as const;
export type Layer = (typeof LAYERS)[number];

/** Where the work stands. The jobs are those of the last runs, whose candidates wait for a choice. */
export type Phase =
  | { readonly at: "drawing" }
  | { readonly at: "sending" }
  | { readonly at: "painting"; readonly job: string };

export interface Studio {
  readonly picture: Picture | null;
  readonly journal: Journal | null; // as the server last told it
  readonly history: History<Sheet>;
  readonly tool: Tool;
  readonly panel: Panel | null;
  readonly brushes: Readonly<Record<BrushTool, BrushOptions>>;
  readonly localStrength: number; // 0..100, what the strength brush paints
  readonly layers: Readonly<Record<Layer, LayerLook>>;
  readonly phase: Phase;
  readonly problem: string | null;
  readonly pending: readonly string[]; // jobs whose candidates are on trial: the next run begins beneath them
}

const soft = (size_px: number, hardness = 80): BrushOptions => ({
  size_px,
  hardness,
  flow: 100,
  pressure: true,
});

export const emptyStudio: Studio = {
  picture: null,
  journal: null,
  history: historyOf(emptySheet),
  tool: "brush",
  panel: "prompt",
  brushes: {
    brush: soft(40),
    eraser: soft(40),
    pencil: soft(2, 100),
    rubber: soft(30),
    strength: soft(80, 30),
  },
  localStrength: 50,
  layers: {
    picture: { visible: true, opacity: 100 },
    mask: { visible: true, opacity: 50 },
    lines: { visible: true, opacity: 100 },
  },
  phase: { at: "drawing" },
  problem: null,
  pending: [],
};

export type Action =
  | {
      type: "open";
      picture: Picture;
      journal: Journal;
      sheet: Sheet;
      job: string | null;
      pending: readonly string[];
    }
  | { type: "act"; sheet: Partial<Sheet>; on?: string; at_ms?: number } // one step that can be undone
  | { type: "wish"; wishes: Partial<Wishes>; on?: string; at_ms?: number }
  | { type: "proposed"; extracted: readonly Token[] } // words seen in the picture; no step
  | { type: "journal"; journal: Journal; steps?: readonly StepLook[] } // the server's news, shown as they are or as `steps`
  | { type: "arrived"; journal: Journal } // a step came into it by our own wish, which can be undone
  | { type: "undo" }
  | { type: "redo" }
  | { type: "take"; tool: Tool }
  | { type: "panel"; panel: Panel | null }
  | { type: "brush"; tool: BrushTool; options: Partial<BrushOptions> }
  | { type: "localStrength"; strength: number }
  | { type: "layer"; layer: Layer; look: Partial<LayerLook> }
  | { type: "send" }
  | { type: "sent"; job: string }
  | { type: "finished"; journal: Journal } // its candidates are in the journal
  | { type: "failed"; problem: string | null } // the run has ended without a result
  | { type: "trouble"; problem: string } // something else did not work; a run goes on
  | { type: "keep" } // the candidates on trial are decided
  | { type: "dismiss" }; // the problem was read

export const sheetOf = (studio: Studio): Sheet => studio.history.now;

/** The studio after `action`. */
export function next(studio: Studio, action: Action): Studio {
  switch (action.type) {
    case "open":
      return opened(studio, action);
    case "act":
      return changed(studio, { ...sheetOf(studio), ...action.sheet }, action);
    case "wish": {
      const sheet = sheetOf(studio);
      return changed(studio, { ...sheet, wishes: { ...sheet.wishes, ...action.wishes } }, action);
    }
    case "proposed": {
      const { now } = studio.history;
      const wishes = { ...now.wishes, extracted: action.extracted };
      return { ...studio, history: { ...studio.history, now: { ...now, wishes } } };
    }
    case "undo":
      return { ...studio, history: undone(studio.history) };
    case "redo":
      return { ...studio, history: redone(studio.history) };
    case "journal":
      return { ...studio, journal: action.journal, history: told(studio, action.journal, action.steps) };
    case "arrived": {
      const sheet = { ...sheetOf(studio), steps: looksOf(action.journal) };
      return { ...studio, journal: action.journal, history: acted(studio.history, sheet, null) };
    }
    case "take":
      return { ...studio, tool: action.tool };
    case "panel":
      return { ...studio, panel: action.panel };
    case "brush": {
      const options = { ...studio.brushes[action.tool], ...action.options };
      return { ...studio, brushes: { ...studio.brushes, [action.tool]: options } };
    }
    case "localStrength":
      return { ...studio, localStrength: action.strength };
    case "layer": {
      const look = { ...studio.layers[action.layer], ...action.look };
      return { ...studio, layers: { ...studio.layers, [action.layer]: look } };
    }
    default:
      return worked(studio, action);
  }
}

type WorkAction = Extract<
  Action,
  { type: "send" | "sent" | "finished" | "failed" | "trouble" | "keep" | "dismiss" }
>;

function worked(studio: Studio, action: WorkAction): Studio {
  switch (action.type) {
    case "send":
      return { ...studio, phase: { at: "sending" }, problem: null };
    case "sent":
      return { ...studio, phase: { at: "painting", job: action.job } };
    case "finished":
      return finished(studio, action.journal);
    case "failed":
      return { ...studio, phase: { at: "drawing" }, problem: action.problem };
    case "trouble":
      return { ...studio, problem: action.problem };
    case "keep":
      return { ...studio, pending: [] };
    case "dismiss":
      return { ...studio, problem: null };
  }
}

function opened(studio: Studio, action: Extract<Action, { type: "open" }>): Studio {
  const { picture, journal, job, pending } = action;
  return {
    ...studio,
    picture,
    journal,
    history: historyOf({ ...action.sheet, steps: looksOf(journal) }),
    phase: job ? { at: "painting", job } : { at: "drawing" },
    problem: null,
    pending,
  };
}

function changed(studio: Studio, sheet: Sheet, { on, at_ms }: { on?: string; at_ms?: number }): Studio {
  const mark = on ? { on, at_ms: at_ms ?? performance.now() } : null;
  return { ...studio, history: acted(studio.history, sheet, mark) };
}

/** A finished run is an act: undoing it puts its steps aside, redoing brings them back. */
function finished(studio: Studio, journal: Journal): Studio {
  const job = studio.phase.at === "painting" ? studio.phase.job : null;
  const sheet = { ...sheetOf(studio), steps: looksOf(journal) };
  return {
    ...studio,
    journal,
    history: acted(withOthers(studio, journal, job), sheet, null),
    layers: { ...studio.layers, mask: { ...studio.layers.mask, visible: false } }, // to see what came of it
    phase: { at: "drawing" },
    pending: job ? [...studio.pending, job] : studio.pending,
  };
}

/** What another tab or the server did to the steps is taken over without a step of history: it can still be redone. */
function told(studio: Studio, journal: Journal, steps = looksOf(journal)): History<Sheet> {
  const history = withOthers(studio, journal, null);
  return { ...history, now: { ...history.now, steps } };
}

/** Steps that came from elsewhere belong to every moment of the history: going back does not take them out. */
function withOthers({ history, journal: before }: Studio, after: Journal, ownJob: string | null) {
  const known = new Set([...(before?.steps ?? []), ...(before?.aside ?? [])].map(({ id }) => id));
  const fromOthers = after.steps.filter(({ id, job }) => !known.has(id) && !(ownJob && job === ownJob));
  if (fromOthers.length === 0) return history;
  const looks = looksOf({ ...after, steps: fromOthers });
  return mapped(history, (sheet) => ({
    ...sheet,
    steps: [...sheet.steps, ...looks.filter(({ id }) => !sheet.steps.some((look) => look.id === id))],
  }));
}

export const looksOf = (journal: Journal): readonly StepLook[] =>
  journal.steps.map(({ id, opacity, muted, feather_px }) => ({ id, opacity, muted, feather_px }));
