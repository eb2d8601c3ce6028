/** The places of a template, and the words that take them. */

export interface Places {
  readonly emotion: string;
  readonly animal: string;
  readonly weather: string;
  readonly season: string;
  readonly time: string;
}

/** What the original's generator ticks at first. */
export const USUAL_PLACES: Omit<Places, "emotion"> = {
  animal: "dog",
  weather: "sunny",
  season: "spring",
  time: "day",
};

const PLACE = /\[(EMOTION|ANIMAL|WEATHER|SEASON|TIME)\]/g;

/** The template with each place taken by its word; other brackets stay. */
export const told = (template: string, places: Places): string =>
  template.replace(PLACE, (_, name: string) =>
    places[name.toLowerCase() as keyof Places].replace(/[-_]/g, " ").trim(),
  );
