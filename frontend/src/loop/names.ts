/** Cells and their numbers in words. */
import type { TFunction } from "i18next";
import type { LoopCell } from "../api/loop";
import { favoriteOf, isEmotion } from "../pool/words";
import type { Measure } from "./cells";

export function favoriteName(t: TFunction, text: string): string {
  const favorite = favoriteOf(text);
  if (!favorite) return text || t("loop.noFavorite");
  const { season, weather, time } = favorite;
  return [t(`garden.season.${season}`), t(`garden.weather.${weather}`), t(`garden.time.${time}`)].join(" · ");
}

export const emotionName = (t: TFunction, emotion: string): string =>
  isEmotion(emotion) ? t(`garden.emotion.${emotion}`) : emotion;

export const percent = (language: string, value: number): string =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value);

/** A cell's number; a dash where there is none yet. */
export function valueText(language: string, cell: LoopCell, measure: Measure): string {
  const value = cell[measure];
  if (value === null) return "–";
  return measure === "rate" ? percent(language, value) : value.toLocaleString(language);
}

/** Why a cell is as it is. */
export function reasonsOf(t: TFunction, language: string, cell: LoopCell, wanted: number): readonly string[] {
  const rate = (value: number | null) => percent(language, value ?? 0);
  const { shown, earlier, later } = cell;
  return cell.causes.map((cause) =>
    t(`loop.cause.${cause}`, {
      wanted,
      shown: shown.toLocaleString(language),
      rate: rate(cell.rate),
      earlier: rate(earlier),
      later: rate(later),
    }),
  );
}
