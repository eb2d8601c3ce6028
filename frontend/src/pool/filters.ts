/** Which pictures of the pool are meant: as an address keeps it, and as the server is asked. */
import type { PoolPicture, PoolState } from "../api/pool";
import {
  EMOTIONS,
  favoritesWith,
  SEASONS,
  type Season,
  TIMES,
  type Time,
  WEATHERS,
  type Weather,
} from "./words";

export interface Filters {
  readonly emotion: readonly string[]; // empty: any; the same below
  readonly season: Season | null;
  readonly weather: Weather | null;
  readonly time: Time | null;
  readonly favorite: string | null; // the exact words, before the three above
  readonly orientation: "h" | "v" | null;
  readonly state: readonly PoolState[];
  readonly stars: number; // at the least
  readonly model: string | null;
  readonly bulk: string | null;
  readonly parent: string | null;
  readonly cluster: string | null;
  readonly from: string | null; // days, YYYY-MM-DD
  readonly to: string | null;
  readonly safety: "safe" | "unsafe" | null;
  readonly sharpness: "sharp" | "soft" | null;
  readonly painted: boolean; // without those that have almost nothing on them
  readonly duplicates: boolean;
  readonly disputed: boolean;
  readonly published: boolean | null;
  readonly q: string;
  readonly order: "newest" | "oldest";
}

export const noFilters: Filters = {
  emotion: [],
  season: null,
  weather: null,
  time: null,
  favorite: null,
  orientation: null,
  state: [],
  stars: 0,
  model: null,
  bulk: null,
  parent: null,
  cluster: null,
  from: null,
  to: null,
  safety: null,
  sharpness: null,
  painted: false,
  duplicates: false,
  disputed: false,
  published: null,
  q: "",
  order: "newest",
};

/** From where on a picture is told to be doubtful; only a person decides. */
export const UNSAFE_FROM = 0.6;
export const SOFT_BELOW = 0.3;
export const BLANK_FROM = 0.8;

const STATES: readonly PoolState[] = ["unreviewed", "kept", "rejected", "retouch"];
const oneOf = <Word extends string>(words: readonly Word[], word: string | null): Word | null =>
  words.find((known) => known === word) ?? null;
const day = (text: string | null): string | null => (text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

/** What an address says; what it does not know is no filter. */
export function filtersIn(search: URLSearchParams): Filters {
  const get = (name: string) => search.get(name) || null;
  const stars = Number(get("stars") ?? 0);
  const published = get("published");
  return {
    emotion: EMOTIONS.filter((word) => search.getAll("emotion").includes(word)),
    season: oneOf(SEASONS, get("season")),
    weather: oneOf(WEATHERS, get("weather")),
    time: oneOf(TIMES, get("time")),
    favorite: get("favorite"),
    orientation: oneOf(["h", "v"], get("orientation")),
    state: STATES.filter((word) => search.getAll("state").includes(word)),
    stars: [1, 2, 3, 4, 5].includes(stars) ? stars : 0,
    model: get("model"),
    bulk: get("bulk"),
    parent: get("parent"),
    cluster: get("cluster"),
    from: day(get("from")),
    to: day(get("to")),
    safety: oneOf(["safe", "unsafe"], get("safety")),
    sharpness: oneOf(["sharp", "soft"], get("sharpness")),
    painted: get("painted") === "true",
    duplicates: get("duplicates") === "true",
    disputed: get("disputed") === "true",
    published: published === "true" ? true : published === "false" ? false : null,
    q: get("q") ?? "",
    order: oneOf(["oldest"], get("order")) ?? "newest",
  };
}

type Given = readonly [string, string];

function listed(wishes: Readonly<Record<string, unknown>>): Given[] {
  return Object.entries(wishes).flatMap(([name, value]): Given[] => {
    if (Array.isArray(value)) return value.map((one): Given => [name, String(one)]);
    return value === null || value === false || value === 0 || value === "" ? [] : [[name, String(value)]];
  });
}

const publishedText = ({ published }: Filters): string | null =>
  published === null ? null : String(published);

/** As the address keeps it. */
export const hashOf = (filters: Filters): string =>
  new URLSearchParams(
    listed({
      ...filters,
      published: publishedText(filters),
      order: filters.order === "newest" ? null : filters.order,
    }).map(([name, value]) => [name, value]),
  ).toString();

/** The fields that the server knows. */
export function fieldsOf(filters: Filters): Readonly<Record<string, string | number | boolean | string[]>> {
  const { season, weather, time, safety, sharpness } = filters;
  const fits = season ?? weather ?? time;
  const favorite = filters.favorite ? [filters.favorite] : fits ? favoritesWith(season, weather, time) : [];
  const fields = {
    emotion: filters.emotion,
    favorite,
    orientation: filters.orientation,
    state: filters.state,
    stars_min: filters.stars,
    model: filters.model,
    bulk: filters.bulk,
    parent: filters.parent,
    cluster: filters.cluster,
    from: filters.from,
    to: filters.to,
    unsafe_min: safety === "unsafe" ? UNSAFE_FROM : null,
    unsafe_max: safety === "safe" ? UNSAFE_FROM : null,
    sharpness_min: sharpness === "sharp" ? SOFT_BELOW : null,
    sharpness_max: sharpness === "soft" ? SOFT_BELOW : null,
    blankness_max: filters.painted ? BLANK_FROM : null,
    duplicates: filters.duplicates,
    disputed: filters.disputed,
    q: filters.q,
  };
  const given = Object.entries(fields).filter(([, value]) =>
    Array.isArray(value) ? value.length > 0 : Boolean(value),
  );
  const published = filters.published === null ? {} : { published: filters.published };
  return { ...Object.fromEntries(given), ...published } as ReturnType<typeof fieldsOf>;
}

/** As a question to the server. */
export const searchOf = (filters: Filters): string => {
  const order = filters.order === "oldest" ? { order: filters.order } : {};
  const given = Object.entries({ ...fieldsOf(filters), ...order });
  const pairs = given.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]),
  );
  return new URLSearchParams(pairs).toString();
};

/** Whether a picture that was judged meanwhile would still be listed; the rest of the filter no verdict changes. */
export const stillFits = (filters: Filters, picture: PoolPicture): boolean =>
  (filters.state.length === 0 || filters.state.includes(picture.state)) && picture.stars >= filters.stars;

/** The names of the filters that are on, in the order of the bar. */
export const onesOn = (filters: Filters): (keyof Filters)[] =>
  (Object.keys(noFilters) as (keyof Filters)[]).filter(
    (name) => name !== "order" && JSON.stringify(filters[name]) !== JSON.stringify(noFilters[name]),
  );

export const without = (filters: Filters, name: keyof Filters): Filters => ({
  ...filters,
  [name]: noFilters[name],
});
