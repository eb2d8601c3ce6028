/** The calls about runs of many pictures. */
import { call, query } from "./client";
import type { Accepted, EngineWishes } from "./types";

/** A cell of the garden to fill; `prompt` stands for all other words. */
export interface BulkCell {
  readonly emotion: string;
  readonly favorite?: string;
  readonly emotion_text?: string;
  readonly prompt?: string;
}

export interface Shape {
  readonly orientation: "h" | "v";
  readonly width: number; // pixels
  readonly height: number;
}

export interface BulkRequest extends EngineWishes {
  readonly title?: string;
  readonly cells: readonly BulkCell[];
  readonly others: string;
  readonly negative_prompt?: string;
  readonly favorite_in_prompt: boolean;
  readonly repeats: number;
  readonly orientations: readonly Shape[];
  readonly seed?: number;
  readonly publish?: boolean;
}

export interface Bulk {
  readonly id: string;
  readonly title: string;
  readonly state: "running" | "paused" | "cancelled" | "done";
  readonly total: number; // pictures, as all that follow
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  readonly left: number;
  readonly cancelled: number;
  readonly eta_s: number | null; // as measured
  readonly pictures_per_hour: number | null;
  readonly created_at: string;
  readonly request: Partial<BulkRequest>;
  readonly engine: string;
}

export interface BulkPage {
  readonly items: readonly Bulk[];
  readonly next_cursor: string | null;
}

export interface BulkPlan {
  readonly total: number;
  readonly prompts: readonly string[]; // the first, exactly
  readonly tokens_over: number; // prompts that are longer than one reading
  readonly eta_s: number | null;
  readonly notices: readonly string[];
}

const path = (id: string, rest = ""): string => `api/bulks/${encodeURIComponent(id)}${rest}`;

/** What a run would be. Nothing is painted. */
export const planBulk = (request: BulkRequest): Promise<BulkPlan> =>
  call("api/bulks/plan", { method: "POST", json: request });

/** Start a run. The same key asked twice, after a lost answer for example, is one run. */
export const startBulk = (
  request: BulkRequest,
  key: string,
): Promise<Pick<Accepted, "id"> & { total: number }> =>
  call("api/bulks", { method: "POST", json: request, headers: { "Idempotency-Key": key } });

export const getBulks = (cursor: string | null, limit = 20): Promise<BulkPage> =>
  call(`api/bulks?${query({ limit, cursor })}`);

export const getBulk = (id: string): Promise<Bulk> => call(path(id));

export const ORDERS = ["pause", "resume", "cancel", "restart"] as const;
export type Order = (typeof ORDERS)[number];

export const orderBulk = (id: string, order: Order): Promise<Bulk> =>
  call(path(id, `/${order}`), { method: "POST" });

/** Forget a run that is over; its pictures stay. */
export const deleteBulk = (id: string): Promise<void> => call(path(id), { method: "DELETE" });
