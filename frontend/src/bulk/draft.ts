/** What is wished of a run, as the form shows it, and the request that it becomes. */
import type { BulkCell, BulkRequest, Shape } from "../api/bulks";
import type { ProductRow } from "../api/prompts";
import { isSeed } from "../painting/seed";
import { fieldsOf, noSettings, type Settings, wrongNumber } from "../painting/settings";
import { EMOTIONS, type Emotion, favoritesWith, isEmotion } from "../pool/words";

export const WAYS = ["simple", "generator", "catalogue"] as const;
export type Way = (typeof WAYS)[number];

/** How one orientation is wished; numbers are kept as they are typed. */
export interface ShapeWish {
  readonly on: boolean;
  readonly width: string;
  readonly height: string;
}

export interface Draft {
  readonly way: Way;
  readonly title: string; // empty: called by its cells
  readonly publish: boolean; // each picture as it is made, unseen by curators
  readonly repeats: Readonly<Record<Way, string>>;
  readonly emotion: Emotion;
  readonly emotionText: string;
  readonly favorite: string; // empty: none
  readonly others: string;
  readonly favoriteInPrompt: boolean;
  readonly prompt: string; // in place of emotion text, favorite and others; empty: those
  readonly rows: readonly ProductRow[]; // of the generator
  readonly favoriteInCatalogue: boolean;
  readonly shapes: { readonly h: ShapeWish; readonly v: ShapeWish };
  readonly negative: string;
  readonly seed: string; // empty: drawn
  readonly settings: Settings;
}

/** What the original begins with. */
export const emptyDraft: Draft = {
  way: "simple",
  title: "",
  publish: false,
  repeats: { simple: "10", generator: "16", catalogue: "16" },
  emotion: "happy",
  emotionText: "happy",
  favorite: "",
  others:
    "flowers, fantasy, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art",
  favoriteInPrompt: false,
  prompt: "",
  rows: [],
  favoriteInCatalogue: true,
  shapes: {
    h: { on: true, width: "1280", height: "800" },
    v: { on: true, width: "800", height: "1280" },
  },
  negative: "",
  seed: "",
  settings: noSettings,
};

export const FAVORITES = favoritesWith(null, null, null);
export const MOST_REPEATS = 1000;
const SIDE_PX = { least: 64, most: 4096 };

/** Another emotion; its word in the prompt follows. */
export const felt = (draft: Draft, emotion: Emotion): Draft => ({ ...draft, emotion, emotionText: emotion });

/** A whole number within its range, or null. */
function whole(typed: string, least: number, most: number): number | null {
  const number = /^\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

export const repeatsOf = ({ way, repeats }: Draft): number | null => whole(repeats[way], 1, MOST_REPEATS);

/** The orientations that are on, or null where a side is none. */
export function shapesOf({ shapes }: Draft): Shape[] | null {
  const found = (["h", "v"] as const)
    .filter((name) => shapes[name].on)
    .map((orientation) => ({
      orientation,
      width: whole(shapes[orientation].width, SIDE_PX.least, SIDE_PX.most),
      height: whole(shapes[orientation].height, SIDE_PX.least, SIDE_PX.most),
    }));
  const isRight = (shape: (typeof found)[number]): shape is Shape =>
    shape.width !== null && shape.height !== null;
  return found.every(isRight) ? found : null;
}

/** The cells to fill, in their order. */
export function cellsOf(draft: Draft): BulkCell[] {
  switch (draft.way) {
    case "simple":
      return [simpleCell(draft)];
    case "generator":
      return draft.rows.map(({ emotion, favorite, prompt }) => ({ emotion, favorite, prompt }));
    case "catalogue":
      return EMOTIONS.flatMap((emotion) => FAVORITES.map((favorite) => ({ emotion, favorite })));
  }
}

function simpleCell({ emotion, emotionText, favorite, prompt }: Draft): BulkCell {
  const cell = { emotion, ...(favorite.trim() ? { favorite: favorite.trim() } : {}) };
  return prompt.trim() ? { ...cell, prompt: prompt.trim() } : { ...cell, emotion_text: emotionText.trim() };
}

/** How many pictures, or null while a number is wrong. */
export function totalOf(draft: Draft): number | null {
  const [repeats, shapes] = [repeatsOf(draft), shapesOf(draft)];
  return repeats === null || shapes === null ? null : cellsOf(draft).length * repeats * shapes.length;
}

export type Lack = "repeats" | "shapes" | "sides" | "seed" | "settings" | "rows" | "words" | "favorite";

/** The first thing that is missing or wrong, or null. */
export function lackOf(draft: Draft): Lack | null {
  const { way, seed, settings, rows, prompt, emotionText, others, favorite, favoriteInPrompt } = draft;
  if (repeatsOf(draft) === null) return "repeats";
  if (!draft.shapes.h.on && !draft.shapes.v.on) return "shapes";
  if (shapesOf(draft) === null) return "sides";
  if (!isSeed(seed)) return "seed";
  if (wrongNumber(settings)) return "settings";
  if (way === "generator") return rows.length === 0 ? "rows" : null;
  if (way === "catalogue") return null;
  if (/[/\\]/.test(favorite) || favorite.trim().startsWith(".")) return "favorite";
  const parts = [prompt, emotionText, others, favoriteInPrompt ? favorite : ""];
  return parts.every((part) => part.replace(/[\s,]/g, "") === "") ? "words" : null;
}

/** What is sent to the server; null while something is lacking. */
export function requestOf(draft: Draft): BulkRequest | null {
  const [repeats, shapes] = [repeatsOf(draft), shapesOf(draft)];
  if (repeats === null || shapes === null || lackOf(draft) !== null) return null;
  const [seed, negative] = [draft.seed.trim(), draft.negative.trim()];
  const title = draft.title.trim();
  return {
    ...fieldsOf(draft.settings),
    ...(title ? { title } : {}),
    ...(draft.publish ? { publish: true } : {}),
    cells: cellsOf(draft),
    others: draft.others.trim(),
    favorite_in_prompt: draft.way === "catalogue" ? draft.favoriteInCatalogue : draft.favoriteInPrompt,
    repeats,
    orientations: shapes,
    ...(negative ? { negative_prompt: negative } : {}),
    ...(seed ? { seed: Number(seed) } : {}),
  };
}

/** The form as a link fills it: `emotion=..&favorite=..&prompt=..`; what it does not name is as it was. */
export function linked(draft: Draft, search: string): Draft {
  const wishes = new URLSearchParams(search);
  const [emotion, favorite, prompt] = [wishes.get("emotion"), wishes.get("favorite"), wishes.get("prompt")];
  const begun = emotion && isEmotion(emotion) ? felt(draft, emotion) : draft;
  if (favorite === null && prompt === null && begun === draft) return draft;
  return { ...begun, way: "simple", favorite: favorite ?? "", prompt: prompt ?? "" };
}

export const without = (draft: Draft, row: ProductRow): Draft => ({
  ...draft,
  rows: draft.rows.filter((one) => one !== row),
});
