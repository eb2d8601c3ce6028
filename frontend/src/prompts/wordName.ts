/** A word of the prompts in the reader's language, beside the word itself where that is another. */
import { useTranslation } from "react-i18next";
import { emotionName, favoriteName } from "../pool/names";
import { isSeason, isTime, isWeather } from "../pool/words";

/** `the-early-dawn` as it is said. */
const spoken = (word: string): string => word.replace(/(^|,)the-/g, "$1").replaceAll("-", " ");

const beside = (name: string, word: string): string =>
  name.toLowerCase() === spoken(word) ? word : `${name} (${word})`;

export interface WordNames {
  emotion(emotion: string): string;
  favorite(favorite: string): string;
  word(word: string): string; // a season, a weather, a time; others as they are
}

export function useWordNames(): WordNames {
  const { t } = useTranslation();
  const nameOf = (word: string): string => {
    if (isSeason(word)) return t(`garden.season.${word}`);
    if (isWeather(word)) return t(`garden.weather.${word}`);
    return isTime(word) ? t(`garden.time.${word}`) : word;
  };
  return {
    emotion: (emotion) => beside(emotionName(t, emotion), emotion),
    favorite: (favorite) => beside(favoriteName(t, favorite).replaceAll(", ", ","), favorite),
    word: (word) => beside(nameOf(word), word),
  };
}
