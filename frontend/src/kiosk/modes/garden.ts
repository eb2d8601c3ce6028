/** The rules of the original's test pages: windows of three, what was on the screen, and a face in words. */
import type { ListedPicture, OriginalFace, TwoLists } from "../server/types";
import { EMOTIONS, type Emotion, SEASONS, TIMES, WEATHERS } from "../server/types";
import { fill, type Texts } from "../text/texts";

export const AT_ONCE = 3;

/** All 64, in the order of the original's chooser. */
export const FAVORITES: readonly string[] = SEASONS.flatMap((season) =>
  WEATHERS.flatMap((weather) => TIMES.map((time) => `${season},${weather},${time}`)),
);

/** Landscapes first, then portraits. */
export const listOf = ({ landscape, portrait }: TwoLists): readonly ListedPicture[] => [
  ...landscape,
  ...portrait,
];

/** The pictures on the screen. */
export const windowOf = <T>(all: readonly T[], start: number): readonly T[] =>
  all.slice(start, start + AT_ONCE);

/** Where the next window begins: behind this one, and from the first again after the last. */
export const nextStart = (start: number, total: number): number =>
  start + AT_ONCE < total ? start + AT_ONCE : 0;

/** The bare key that an address ends in. */
export function keyOf(url: string): string {
  const path = decodeURIComponent(new URL(url, "http://here").pathname);
  return path.slice(path.indexOf("emotions/"));
}

/** The emotion of a face in our words; null where it is not sure. */
export function emotionOf({ emotions }: OriginalFace): Emotion | null {
  const word = emotions.toLowerCase();
  return EMOTIONS.find((one) => one === word) ?? null;
}

const FEATURES = ["smile", "eyeglasses", "sunglasses", "beard", "mustache", "eyesOpen", "mouthOpen"] as const;

/** The three lines below a photo, in the original's order. */
export function linesOf(face: OriginalFace, t: Texts): readonly [string, string, string] {
  const emotion = emotionOf(face);
  const word = emotion ? `${t.mood[emotion]} (${face.emotions})` : t.mood.unsure;
  const gender = face.gender === "Male" || face.gender === "Female" ? t.modes[face.gender] : t.modes.unknown;
  const features = FEATURES.filter((name) => face[name]).map((name) => t.modes[name]);
  return [
    fill(t.modes.emotionLine, { emotion: word }),
    fill(t.modes.ageLine, { low: face.ageRange.Low, high: face.ageRange.High, gender }),
    fill(t.modes.featureLine, { features: features.join(" ") || t.modes.none }),
  ];
}

/** `capture_{EMOTION}_{gender}_{middle of the age}_{date}.jpeg` */
export function captureName(face: OriginalFace | null, moment: Date): string {
  const date = moment.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  if (!face) return `capture_${date}.jpeg`;
  const middle = (face.ageRange.Low + face.ageRange.High) / 2;
  return `capture_${face.emotions}_${face.gender}_${middle}_${date}.jpeg`;
}
