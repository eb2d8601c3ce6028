/** Everything about a retouch that its maker can change and take back, as one value. */
import { noSettings, type Settings } from "../../painting/settings";
import type { Box, Point } from "./geometry";
import { emptyPlane, type Plane } from "./plane";

/** A piece of a prompt. */
export interface Token {
  readonly text: string;
  readonly weight: number; // 0..3, 1 is plain
  readonly on: boolean;
}

export const PRECISIONS = ["precise", "moderate", "rough"] as const;
export type Precision = (typeof PRECISIONS)[number];

export const DETECTORS = ["hed", "xdog", "canny"] as const;
export type Detector = (typeof DETECTORS)[number];

export type MaskContent = "auto" | "original" | "fill" | "latent_noise" | "latent_nothing";

/** What should be painted, and how. */
export interface Wishes {
  readonly prompt: readonly Token[];
  readonly extracted: readonly Token[]; // proposed from the picture
  readonly useExtracted: boolean;
  readonly negative: readonly Token[];
  readonly strength: number; // 0..100
  readonly content: MaskContent; // auto: follows the strength
  readonly simplicity: number; // 0..150, 100 is plain: the initial noise in percent
  readonly antiGlare: number; // 0..100
  readonly consistency: boolean; // DDIM instead of DPM++ 2M Karras
  readonly maskBlur_px: number | null; // null: follows strength and size
  readonly grow_px: number | null;
  readonly colourMatch: "off" | "auto" | "strong";
  readonly opacity: number; // 0..100 of what is pasted
  readonly count: number;
  readonly seed: string; // empty: drawn anew each time
  readonly useLines: boolean;
  readonly detector: Detector;
  readonly precision: Precision;
  readonly useReference: boolean;
  readonly reference: string | null; // a picture's id; null: this picture
  readonly otherReference: boolean; // another picture than this one
  readonly referencePrecision: Precision;
  readonly useStrengths: boolean; // the painted strength map
  readonly settings: Settings;
}

const token = (text: string, weight = 1, on = true): Token => ({ text, weight, on });

/** The start: the three positive and six negative words that retouchers are used to. */
export const firstWishes: Wishes = {
  prompt: [token("masterpiece"), token("realistic"), token("photorealistic")],
  extracted: [],
  useExtracted: true,
  negative: [
    token("ng_deepnegative_v1_75t", 1, false),
    token("bad-hands-5", 1, false),
    token("unreal"),
    token("worst quality", 2),
    token("low quality", 2),
    token("normal quality", 1.6),
  ],
  strength: 60,
  content: "auto",
  simplicity: 100,
  antiGlare: 0,
  consistency: false,
  maskBlur_px: null,
  grow_px: null,
  colourMatch: "auto",
  opacity: 100,
  count: 2,
  seed: "",
  useLines: false,
  detector: "hed",
  precision: "precise",
  useReference: false,
  reference: null,
  otherReference: false,
  referencePrecision: "precise",
  useStrengths: false,
  settings: noSettings,
};

/** A line that can be moved, weighted and taken out, in picture pixels. */
export interface LineStroke {
  readonly points: readonly Point[];
  readonly width_px: number;
  readonly weight: number; // 0..1
}

/** How a step of the journal is shown. */
export interface StepLook {
  readonly id: string;
  readonly opacity: number; // 0..1
  readonly muted: boolean;
  readonly feather_px: number | null; // null: as planned
}

export interface Sheet {
  readonly box: Box | null; // null: follows the mask
  readonly mask: Plane; // 255: repaint
  readonly strengths: Plane; // local strength, 255 is full; only where painted
  readonly drawn: Plane; // own lines, over the detected ones
  readonly erased: Plane; // where detected lines are taken away
  readonly strokes: readonly LineStroke[] | null; // null: the detected lines are a picture
  readonly wishes: Wishes;
  readonly steps: readonly StepLook[]; // of the journal, first painted first
}

export const emptySheet: Sheet = {
  box: null,
  mask: emptyPlane,
  strengths: emptyPlane,
  drawn: emptyPlane,
  erased: emptyPlane,
  strokes: null,
  wishes: firstWishes,
  steps: [],
};
