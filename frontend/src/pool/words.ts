/** The garden's words, as keys and requests have them. */
export const EMOTIONS = [
  "happy",
  "surprised",
  "calm",
  "angry",
  "fear",
  "confused",
  "disgusted",
  "sad",
] as const;
export const SEASONS = ["spring", "summer", "autumn", "winter"] as const;
export const WEATHERS = ["cloudy", "rainy", "snowy", "sunny"] as const;
export const TIMES = ["day", "sunset", "the-early-dawn", "the-middle-of-the-night"] as const;

export type Emotion = (typeof EMOTIONS)[number];
export type Season = (typeof SEASONS)[number];
export type Weather = (typeof WEATHERS)[number];
export type Time = (typeof TIMES)[number];

const isOf = <Word extends string>(words: readonly Word[], word: string | undefined): word is Word =>
  (words as readonly string[]).includes(word ?? "");

export interface Favorite {
  readonly season: Season;
  readonly weather: Weather;
  readonly time: Time;
}

/** A favorite's three words, or null where it is free text. */
export function favoriteOf(text: string): Favorite | null {
  const [season, weather, time, ...rest] = text.split(",");
  const fits = isOf(SEASONS, season) && isOf(WEATHERS, weather) && isOf(TIMES, time) && rest.length === 0;
  return fits ? { season, weather, time } : null;
}

export const isEmotion = (word: string): word is Emotion => isOf(EMOTIONS, word);
export const isSeason = (word: string): word is Season => isOf(SEASONS, word);
export const isWeather = (word: string): word is Weather => isOf(WEATHERS, word);
export const isTime = (word: string): word is Time => isOf(TIMES, word);

/** Every favorite with these words; null: any word at that place. */
export function favoritesWith(
  season: Season | null,
  weather: Weather | null,
  time: Time | null,
): readonly string[] {
  const only = <Word>(word: Word | null, all: readonly Word[]) => (word === null ? all : [word]);
  return only(season, SEASONS).flatMap((first) =>
    only(weather, WEATHERS).flatMap((second) =>
      only(time, TIMES).map((third) => `${first},${second},${third}`),
    ),
  );
}
