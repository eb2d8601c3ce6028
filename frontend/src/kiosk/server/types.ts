/** What the server tells a kiosk, in the words of the wire. */
import { EMOTIONS, SEASONS, TIMES, WEATHERS } from "../../pool/words";
import type { Language } from "../text/texts";

export { EMOTIONS, SEASONS, TIMES, WEATHERS };
export type Emotion = (typeof EMOTIONS)[number];
export type Feeling = Emotion | ""; // empty: not sure

export interface Place {
  name: string;
  emotion_reading: boolean;
  age_and_gender: boolean;
  child_age: number;
  languages: Language[];
  share: boolean;
  returning: "none" | "code" | "face";
  idle_s: number;
  live: boolean;
  reason: string;
}

/** What visitors are told before the camera opens, in one language. */
export interface Notice {
  title: string;
  lines: string[];
  yes: string; // empty where no camera is used
  by_hand: string;
  label: string;
  reason: string; // why no faces are read; empty where they are
}

export interface FaceGuess {
  emotion: Feeling;
  bounds: [number, number, number, number]; // fractions of the picture: left, top, width, height
  age_low?: number;
  age_high?: number;
  gender?: string;
}

export interface Visit {
  id: string;
  visitor: string;
  emotion: Feeling;
  favorite: string;
  returned?: boolean | null;
  face?: FaceGuess | null;
}

export interface Reason {
  code: string;
  values: Record<string, string>;
}

export type Opinion = 1 | 0 | -1;

export interface ShownPicture {
  item: string;
  url: string;
  width: number;
  height: number;
  orientation: "h" | "v";
  emotion: string;
  favorite: string;
  reason: Reason;
  opinion: Opinion;
}

export interface Slate {
  id: string;
  pictures: ShownPicture[];
}

export interface Final {
  share: string;
  codes: { share: string; return: string; forget: string }; // SVG; empty: switched off here
}

export type OpinionKind = "click" | "dislike" | "unlike";

export interface Live {
  state: "off" | "painting" | "ready";
  picture: string | null; // its key, once it is ready; it leads the next slate
}

/** What the original's `/emotion` answers. */
export interface OriginalFace {
  id: string;
  ageRange: { Low: number; High: number };
  smile: boolean;
  eyeglasses: boolean;
  sunglasses: boolean;
  gender: string;
  beard: boolean;
  mustache: boolean;
  eyesOpen: boolean;
  mouthOpen: boolean;
  emotions: string;
  generation: string;
}

export interface ListedPicture {
  url: string;
  emotion: string;
}

export interface TwoLists {
  landscape: ListedPicture[];
  portrait: ListedPicture[];
}
