/** The calls of the displays: zones, what their screens show, the screens themselves, and what is shown when. */

import { address } from "../base";
import type { SlotName } from "../displays/board";
import { call, query } from "./client";

/** A part of the day on some days of the week, by the zone's own clock; 0 is Monday. */
export interface Hours {
  readonly days: readonly number[];
  readonly start: string; // 09:00:00
  readonly to: string; // not after `start`: on the next day
}

/** Where pictures come from. */
export interface Source {
  readonly kind: "recommended" | "fixed";
  readonly emotion: string; // empty: any
  readonly favorite: string; // empty: as it is outside
  readonly rotate_s: number; // 0: never
  readonly portrait: readonly string[];
  readonly landscape: readonly string[];
}

export interface ZoneSettings {
  readonly title: string;
  readonly timezone: string; // empty: the server's
  readonly neighbours: readonly string[];
  readonly opening: readonly Hours[]; // none: always
  readonly source: Source;
  readonly lead_s: number;
}

export interface Shown {
  readonly item: string;
  readonly picture: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

export interface Zone {
  readonly name: string;
  readonly settings: ZoneSettings;
  readonly version: number;
  readonly cause: string; // by whom or by what the pictures were put there
  readonly off: string; // why the screens are dark; empty: they are not
  readonly until: number | null; // seconds since 1970
  readonly slots: Readonly<Partial<Record<SlotName, Shown>>>; // what it shows now
  readonly programmes: number;
  readonly players: number;
}

const path = (zone: string, rest = ""): string => `api/zones/${encodeURIComponent(zone)}${rest}`;

export const getZones = (): Promise<{ readonly items: readonly Zone[] }> => call("api/zones");

export const saveZone = (zone: string, settings: ZoneSettings): Promise<Zone> =>
  call(path(zone), { method: "PUT", json: settings });

export const removeZone = (zone: string): Promise<void> => call(path(zone), { method: "DELETE" });

/** Pictures onto the places 1, 2, ...; null keeps what is there. */
export const showPictures = (
  zone: string,
  change: { portrait: readonly (string | null)[]; landscape: readonly (string | null)[] },
  repeats: boolean, // whether a picture may be on two screens that are seen together
): Promise<unknown> => call(path(zone, "/manifest"), { method: "POST", json: { ...change, repeats } });

/** Take away what was put there by hand: the zone shows its own pictures again. */
export const clearZone = (zone: string): Promise<unknown> =>
  call(path(zone, "/manifest"), { method: "DELETE" });

export interface Info {
  readonly emotion: string;
  readonly season: string;
  readonly weather: string;
  readonly time: string;
  readonly present: boolean; // a visitor is there
}

export const getInfo = (zone: string): Promise<Info> => call(path(zone, "/info"));

export const PLAYER_STATES = ["up_to_date", "fetching", "dark", "silent"] as const;

export interface Player {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly slot: number;
  readonly orientation: "h" | "v";
  readonly state: (typeof PLAYER_STATES)[number];
  readonly silent_s: number; // since it was heard of
  readonly problem: string | null;
  readonly clock_off_s: number | null;
}

export const getPlayers = (): Promise<{ readonly items: readonly Player[] }> => call("api/players");

export interface Play {
  readonly event: string;
  readonly item: string;
  readonly started_at: string;
  readonly seconds: number;
}

export const getPlays = (player: string): Promise<{ readonly items: readonly Play[] }> =>
  call(`api/players/${encodeURIComponent(player)}/plays?${query({ limit: 10 })}`);

interface PlayTotal {
  readonly times: number;
  readonly seconds: number; // two screens at once count both
}

export interface PlayTotals {
  readonly total: PlayTotal;
  readonly zones: readonly (PlayTotal & { readonly zone: string })[];
  readonly pictures: readonly (PlayTotal & { readonly item: string; readonly picture: string | null })[];
  readonly shown: number; // pictures, of which those shown longest are told
}

export interface TotalsWish {
  readonly days: number; // today and those before it
  readonly zone: string | null; // null: all
}

const searchOf = ({ days, zone }: TotalsWish): string => query({ days, ...(zone === null ? {} : { zone }) });

export const getPlayTotals = (wish: TotalsWish): Promise<PlayTotals> => call(`api/plays?${searchOf(wish)}`);

export const playsFile = (wish: TotalsWish): string => address(`api/plays.csv?${searchOf(wish)}`);

export const removePlayer = (id: string): Promise<void> =>
  call(`api/players/${encodeURIComponent(id)}`, { method: "DELETE" });

export type Programme =
  | { readonly kind: "schedule"; readonly title: string; readonly hours: Hours; readonly source: Source }
  | { readonly kind: "off"; readonly title: string; readonly hours: Hours }
  | {
      readonly kind: "interrupt";
      readonly title: string;
      readonly starts_at: string | null;
      readonly ends_at: string;
      readonly priority: number;
      readonly source: Source;
    };

export interface ProgrammeRow {
  readonly id: string;
  readonly zone: string;
  readonly programme: Programme;
}

export const getProgrammes = (zone: string): Promise<{ readonly items: readonly ProgrammeRow[] }> =>
  call(`api/programmes?${query({ zone })}`);

export const addProgramme = (zone: string, programme: Programme): Promise<unknown> =>
  call("api/programmes", { method: "POST", json: { zone, programme } });

export const removeProgramme = (id: string): Promise<void> =>
  call(`api/programmes/${encodeURIComponent(id)}`, { method: "DELETE" });
