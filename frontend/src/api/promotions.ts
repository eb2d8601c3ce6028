/** The calls of publication: promoted, retracted and removed in counted acts; what is served; what came from outside. */
import { type Filters, searchOf } from "../pool/filters";
import { call, query } from "./client";
import { type Begin, PICTURES_A_PAGE, type PoolPage, type PoolPicture } from "./pool";

export interface Promotion {
  readonly id: string;
  readonly kind: "promote" | "retract" | "remove";
  readonly state: "running" | "done" | "undone";
  readonly asked: number;
  readonly promoted: number;
  readonly skipped: number;
  readonly failed: number;
  readonly left: number;
  readonly undoes: string | null;
  readonly undone_by: string | null;
  readonly job: string | null;
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly can_undo: boolean;
}

export interface PromotionWish {
  readonly kind: Promotion["kind"];
  readonly pictures?: readonly string[];
  readonly filter?: object;
  readonly unpublish_only?: boolean;
}

const path = (id: string, rest = ""): string => `api/promotions/${encodeURIComponent(id)}${rest}`;

/** The same key asked twice, after a lost answer for example, is one promotion. */
export const promote = (wish: PromotionWish, key: string): Promise<Promotion> =>
  call("api/promotions", { method: "POST", json: wish, headers: { "Idempotency-Key": key } });

export const getPromotion = (id: string): Promise<Promotion> => call(path(id));

export const getPromotions = (
  limit: number,
): Promise<{ items: readonly Promotion[]; next_cursor: string | null }> =>
  call(`api/promotions?${query({ limit })}`);

export const undoPromotion = (id: string): Promise<Promotion> => call(path(id, "/undo"), { method: "POST" });

export const continuePromotion = (id: string): Promise<Promotion> =>
  call(path(id, "/continue"), { method: "POST" });

export interface FailedPicture {
  readonly position: number;
  readonly picture: string;
  readonly tail: string;
  readonly outcome: string | null;
  readonly reason: string | null;
}

export const getFailed = (
  id: string,
  cursor: string | null,
): Promise<{ items: readonly FailedPicture[]; next_cursor: string | null }> =>
  call(path(id, `/pictures?${query({ outcome: "failed", limit: 50, cursor })}`));

export interface ServingPage extends PoolPage {
  readonly items: readonly PoolPicture[];
}

export const getServing = (filters: Filters, begin: Begin, signal?: AbortSignal): Promise<ServingPage> => {
  const where = "cursor" in begin ? { cursor: begin.cursor } : { position: begin.position };
  const search = [searchOf(filters), query({ ...where, limit: PICTURES_A_PAGE })].filter(Boolean).join("&");
  return call(`api/serving?${search}`, signal ? { signal } : {});
};

export interface Outside {
  readonly last_look_at: string | null;
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
  readonly arriving: number;
}

export const getOutside = (): Promise<Outside> => call("api/outside");
