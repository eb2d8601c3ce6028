/** What is wished of a picture from words, as the form shows it, and the request that it becomes. */
import type { GenerateRequest } from "../api/types";
import { isSeed } from "../painting/seed";
import { fieldsOf, noSettings, type Settings, settingsOf, wrongNumber } from "../painting/settings";

export interface Draft {
  readonly prompt: string;
  readonly negative: string;
  readonly width: string; // pixels, as typed
  readonly height: string;
  readonly count: number;
  readonly seed: string; // empty: the server draws one
  readonly settings: Settings;
}

export const MOST_PICTURES = 16;
const SIDE_PX = { least: 64, most: 4096 };

/** The form at first: the original's words and size. */
export const emptyDraft: Draft = {
  prompt:
    "white flowers, fantasy, very happy, immature, smile, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art",
  negative: "",
  width: "768",
  height: "512",
  count: 1,
  seed: "",
  settings: noSettings,
};

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size, where both sides are whole numbers that a picture can have. */
export function sizeOf({ width, height }: Draft): Size | null {
  const sides = [width, height].map((typed) => (/^\d+$/.test(typed.trim()) ? Number(typed) : 0));
  const [wide = 0, high = 0] = sides;
  const fits = sides.every((side) => side >= SIDE_PX.least && side <= SIDE_PX.most);
  return fits ? { width: wide, height: high } : null;
}

export const sized = (draft: Draft, { width, height }: Size): Draft => ({
  ...draft,
  width: String(width),
  height: String(height),
});

/** The sizes that the original's page had, under its names; the first is the usual one. */
export const NAMED_SIZES: readonly (Size & { name: string })[] = [
  { name: "Basic", width: 768, height: 512 },
  { name: "WSVGA", width: 1024, height: 600 },
  { name: "WXGA", width: 1280, height: 800 },
];

/** The name of a size, or null. */
export const nameOf = (size: Size): string | null =>
  NAMED_SIZES.find((named) => isSize(size, named))?.name ?? null;

/** Those with a name first, in their order. */
export const namedFirst = <Row extends Size>(rows: readonly Row[]): Row[] => {
  const place = (row: Row) => {
    const found = NAMED_SIZES.findIndex((named) => isSize(row, named));
    return found < 0 ? NAMED_SIZES.length : found;
  };
  return [...rows].sort((one, other) => place(one) - place(other));
};

/** The same size lying instead of standing, or standing instead of lying. */
export const turned = (draft: Draft): Draft => ({ ...draft, width: draft.height, height: draft.width });

export const isSize = (size: Size | null, { width, height }: Size): boolean =>
  size?.width === width && size.height === height;

/** The same wishes at a usual size that the checkpoint paints, where they stand at one that it does not. */
export function permitted(draft: Draft, usual: readonly (Size & { allowed: boolean })[]): Draft {
  const size = sizeOf(draft);
  const isRefused = usual.some((row) => isSize(size, row) && !row.allowed);
  const other = usual.find(({ allowed }) => allowed);
  return isRefused && other ? sized(draft, other) : draft;
}

export type Lack = "prompt" | "size" | "seed" | "settings";

/** The first thing that is missing or wrong before the picture can be asked for, or null. */
export function lackOf(draft: Draft): Lack | null {
  if (!sizeOf(draft)) return "size";
  if (!isSeed(draft.seed)) return "seed";
  if (wrongNumber(draft.settings)) return "settings";
  return draft.prompt.trim() === "" ? "prompt" : null;
}

/** What decides time and fit: the request without its words and its seed; null while it would be refused. */
export function planOf(draft: Draft): Partial<GenerateRequest> | null {
  const size = sizeOf(draft);
  if (!size || wrongNumber(draft.settings)) return null;
  return { ...size, count: draft.count, ...fieldsOf(draft.settings) };
}

/** What is sent to the server; null while something is lacking. */
export function requestOf(draft: Draft): GenerateRequest | null {
  const plan = planOf(draft);
  if (!plan || lackOf(draft)) return null;
  const seed = draft.seed.trim();
  const negative = draft.negative.trim();
  return {
    ...plan,
    prompt: draft.prompt.trim(),
    ...(negative ? { negative_prompt: negative } : {}),
    ...(seed ? { seed: Number(seed) } : {}),
  };
}

/** The form as an earlier request filled it; `typed` is its prompt before choices were made in it. */
export function draftOf(request: GenerateRequest, typed?: string): Draft {
  return {
    prompt: typed ?? request.prompt,
    negative: request.negative_prompt ?? "",
    width: String(request.width ?? emptyDraft.width),
    height: String(request.height ?? emptyDraft.height),
    count: request.count ?? emptyDraft.count,
    seed: String(request.seed ?? ""),
    settings: settingsOf(request),
  };
}
