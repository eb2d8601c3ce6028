/** The calls about the place: where this installation stands, and what it may do there. */
import { call } from "./client";

export const KINDS = ["exhibition", "museum", "shop", "home", "workplace", "school", "other"] as const;
export type PlaceKind = (typeof KINDS)[number];
export const RETURNING = ["none", "code", "face"] as const;
export type Returning = (typeof RETURNING)[number];
export const KEPT = ["visits_days", "slates_days", "interactions_days", "codes_days", "prints_days"] as const;
export type Kept = (typeof KEPT)[number];

export type PlaceLanguage = "en" | "ko" | "ja";

export interface Place {
  readonly kind: PlaceKind;
  readonly name: string;
  readonly contact: string;
  readonly emotion_reading: boolean;
  readonly age_and_gender: boolean;
  readonly child_age: number; // years; 0: nobody needs an adult's tap
  readonly languages: readonly PlaceLanguage[];
  readonly share: boolean;
  readonly returning: Returning;
  readonly idle_s: number;
  readonly retention: Readonly<Record<Kept, number>>;
  readonly minimum_group: number;
  readonly live: boolean;
  readonly address: string; // empty: as the kiosk calls it
  readonly label: Readonly<Partial<Record<PlaceLanguage, string>>>;
}

export interface PlaceNow extends Place {
  readonly reason: "" | "workplace" | "school" | "switched_off"; // why no faces are read
  readonly answered: boolean; // whether an administrator has said where this is
}

export const getPlace = (): Promise<PlaceNow> => call("api/place");

/** What is not named stays as it is. */
export const savePlace = (changes: Partial<Place>): Promise<PlaceNow> =>
  call("api/place", { method: "PUT", json: changes });
