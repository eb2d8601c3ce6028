/** The garden's words and pictures as people say them. */
import type { TFunction } from "i18next";
import type { PoolPicture } from "../api/pool";
import { favoriteOf, isEmotion } from "./words";

export const emotionName = (t: TFunction, emotion: string): string =>
  isEmotion(emotion) ? t(`garden.emotion.${emotion}`) : emotion;

/** A favorite's three words, or its free text. */
export function favoriteName(t: TFunction, favorite: string): string {
  const words = favoriteOf(favorite);
  if (!words) return favorite;
  const { season, weather, time } = words;
  return [t(`garden.season.${season}`), t(`garden.weather.${weather}`), t(`garden.time.${time}`)].join(", ");
}

export const cellName = (
  t: TFunction,
  { emotion, favorite }: Pick<PoolPicture, "emotion" | "favorite">,
): string => [emotionName(t, emotion), favoriteName(t, favorite)].filter(Boolean).join(" · ");

/** What is heard of a picture in a list. */
export function spokenName(t: TFunction, picture: PoolPicture): string {
  const { orientation, state, stars, published, disputed, cluster_size } = picture;
  const words = [
    cellName(t, picture),
    t(`garden.orientation.${orientation}`),
    t(`garden.state.${state}`),
    stars > 0 && t("garden.stars", { count: stars }),
    published && t("garden.published"),
    disputed && t("garden.disputed"),
    cluster_size > 1 && t("garden.alike", { count: cluster_size }),
  ];
  return words.filter(Boolean).join(", ");
}
