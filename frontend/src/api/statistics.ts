/** The calls of the dashboard: what visitors chose and liked, counted. */
import { call, query } from "./client";

type Counts = Readonly<Record<string, number>>;

/** The middle of the estimated ages, in years. */
export interface Ages {
  readonly count: number;
  readonly least: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly most: number;
  readonly average: number;
}

/** How often the mood that was read was right, by the visitors themselves. */
export interface Guesses {
  readonly generation: string; // empty: not known
  readonly gender: string;
  readonly confirmed: number;
  readonly corrected: number;
}

export interface Statistics {
  readonly total: number; // visits
  readonly synthetic: number; // made-up visits of the same period, which are counted apart
  readonly gardens: number; // visits that were shown pictures
  readonly taken_home: number;
  readonly likes: number; // as they were given
  readonly zones: readonly string[];
  readonly counts: Readonly<Record<string, Counts>>; // by kind of word, then by word
  readonly pairs: Readonly<Record<string, Readonly<Record<string, Counts>>>>; // `emotion/season` and so on
  readonly ages: { readonly average: number | null; readonly by_emotion: Readonly<Record<string, Ages>> };
  readonly guesses: readonly Guesses[];
  readonly hidden_groups: number; // too small to be told
}

export interface StatisticsWish {
  readonly from: string | null; // a day
  readonly to: string | null;
  readonly zone: string | null;
  readonly synthetic: boolean;
}

/** Hours are those of this browser's clock. */
export const getStatistics = ({ synthetic, ...wish }: StatisticsWish): Promise<Statistics> => {
  const utc_offset_min = -new Date().getTimezoneOffset();
  return call(`api/statistics?${query({ ...wish, synthetic: synthetic ? "true" : null, utc_offset_min })}`);
};

export interface LikedPicture {
  readonly item: string; // its key before visitors
  readonly likes: number; // visitors who like it
  readonly picture: string;
  readonly url: string;
  readonly thumbnail_url: string;
  readonly width: number;
  readonly height: number;
  readonly emotion: string;
  readonly favorite: string;
}

export const getTopLiked = (limit: number): Promise<{ readonly items: readonly LikedPicture[] }> =>
  call(`api/top-liked?${query({ limit })}`);
