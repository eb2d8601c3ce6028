/** The calls of the closed loop: what visitors say of each cell, and what to make next. */
import type { BulkRequest } from "./bulks";
import { call, query } from "./client";

export const CELL_STATES = ["tired", "thin", "unknown", "ok"] as const;
export type CellState = (typeof CELL_STATES)[number];
export type Cause = "few_served" | "falling" | "liked_little" | "not_enough_shown" | "well";

/** An emotion with a favorite, in both orientations or in one. */
export interface LoopCell {
  readonly emotion: string;
  readonly favorite: string; // empty: none
  readonly pictures: number;
  readonly serving: number;
  readonly serving_h: number | null;
  readonly serving_v: number | null;
  readonly shown: number; // times
  readonly liked: number;
  readonly rate: number | null; // 0..1; null: never shown
  readonly low: number;
  readonly high: number;
  readonly earlier: number | null;
  readonly later: number | null;
  readonly state: CellState;
  readonly causes: readonly Cause[];
}

export interface LoopCells {
  readonly items: readonly LoopCell[];
  readonly totals: {
    readonly pictures: number;
    readonly serving: number;
    readonly shown: number;
    readonly liked: number;
    readonly rate: number | null;
    readonly states: Readonly<Record<CellState, number>>;
  };
  readonly wanted: number; // served pictures of a cell in each orientation
  readonly interactions: number;
  readonly synthetic: number;
}

export const getLoopCells = (orientation: "h" | "v" | null): Promise<LoopCells> =>
  call(`api/loop/cells?${query({ orientation })}`);

export interface Proposal {
  readonly cells: readonly {
    readonly emotion: string;
    readonly favorite: string;
    readonly pictures: number;
    readonly state: "thin" | "tired";
  }[];
  readonly pictures: number;
  readonly request: BulkRequest | null; // null: nothing is missing
}

export const getProposal = (size: number): Promise<Proposal> => call(`api/loop/proposal?${query({ size })}`);
