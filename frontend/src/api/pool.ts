/** The calls of curation: the pool page by page, verdicts, the queue that curators share. */
import type { Filters } from "../pool/filters";
import { searchOf } from "../pool/filters";
import { call, query } from "./client";

export const STATES = ["unreviewed", "kept", "rejected", "retouch"] as const;
export type PoolState = (typeof STATES)[number];

/** A picture of the garden: in the pool, served, or both. */
export interface PoolPicture {
  readonly id: string;
  readonly key: string;
  readonly tail: string;
  readonly emotion: string;
  readonly favorite: string; // season,weather,time or other words; empty: none
  readonly orientation: "h" | "v";
  readonly state: PoolState;
  readonly stars: number; // 1..5; 0: none
  readonly disputed: boolean;
  readonly published: boolean;
  readonly in_pool: boolean;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly model: string | null;
  readonly bulk: string | null;
  readonly parent: string | null;
  readonly journal: string | null;
  readonly unsafe: number | null; // 0..1, as the next two; null: not measured
  readonly sharpness: number | null;
  readonly blankness: number | null;
  readonly cluster: string | null;
  readonly cluster_size: number;
  readonly created_at: string;
  readonly title: string;
  readonly url: string;
  readonly thumbnail_url: string;
  readonly view_url: string;
}

export interface PoolPage {
  readonly items: readonly PoolPicture[];
  readonly next_cursor: string | null;
  readonly total: number | null;
  readonly total_is_exact?: boolean; // else there are at least so many
  readonly position?: number | null; // of the first of them
}

/** Where a page of a list begins: after a cursor, or at a number from 0. */
export type Begin = { readonly cursor: string } | { readonly position: number };

export const PICTURES_A_PAGE = 100;

const withBegin = (begin: Begin, limit: number): Record<string, string | number | null> =>
  "cursor" in begin
    ? { limit, cursor: begin.cursor }
    : { limit, position: begin.position > 0 ? begin.position : null };

const joined = (...parts: string[]): string => parts.filter(Boolean).join("&");

export const getPool = (
  filters: Filters,
  begin: Begin,
  limit = PICTURES_A_PAGE,
  signal?: AbortSignal,
): Promise<PoolPage> =>
  call(`api/pool?${joined(searchOf(filters), query(withBegin(begin, limit)))}`, signal ? { signal } : {});

/** Where a picture stands in a filtered list, from 0; null: it is not in it. */
export const getPosition = async (filters: Filters, id: string): Promise<number | null> => {
  const page = await call<PoolPage>(`api/pool?${joined(searchOf(filters), query({ at: id, limit: 1 }))}`);
  return page.position ?? null;
};

export type Counts = Readonly<Record<string, number>>;

export interface Facets {
  readonly total: number;
  readonly state: Counts;
  readonly emotion: Counts;
  readonly orientation: Counts;
  readonly model: Counts;
  readonly cells: readonly {
    readonly emotion: string;
    readonly favorite: string;
    readonly pictures: number;
  }[];
}

export const getFacets = (filters: Filters): Promise<Facets> => call(`api/pool/facets?${searchOf(filters)}`);

export interface VerdictRow {
  readonly id: string;
  readonly owner_name: string | null;
  readonly verdict: string;
  readonly stars: number;
  readonly second: boolean;
  readonly created_at: string;
  readonly undone_at: string | null;
}

export interface PoolDetails extends PoolPicture {
  readonly record: Readonly<Record<string, unknown>>;
  readonly verdicts: readonly VerdictRow[];
  readonly relatives: readonly PoolPicture[];
  readonly children: readonly PoolPicture[];
}

const path = (id: string): string => `api/pool/${encodeURIComponent(id)}`;

export const getDetails = (id: string): Promise<PoolDetails> => call(path(id));

export type Verdict = "keep" | "reject" | "star" | "retouch" | "clear";

export interface Act {
  readonly act: string;
  readonly items: readonly PoolPicture[];
}

export const MOST_JUDGED = 500; // in one call

/** `second`: an opinion beside that of another curator, which changes no state. */
export const judge = (
  pictures: readonly string[],
  verdict: Verdict,
  stars?: number,
  second?: boolean,
): Promise<Act> =>
  call("api/pool/verdicts", {
    method: "POST",
    json: { pictures, verdict, ...(stars === undefined ? {} : { stars }), ...(second ? { second } : {}) },
  });

export const undoVerdict = (): Promise<Act> => call("api/pool/verdicts/undo", { method: "POST" });

export const keepBest = (cluster: string, picture: string): Promise<Act> =>
  call(`api/pool/clusters/${encodeURIComponent(cluster)}/keep`, { method: "POST", json: { picture } });

export interface Queue {
  readonly items: readonly PoolPicture[];
  readonly held_until: string | null;
  readonly left: number;
}

/** Pictures to judge that nobody else gets; those of `have` are held on. */
export const drawQueue = (wish: {
  readonly limit: number;
  readonly filters: object;
  readonly second: boolean;
  readonly have: readonly string[];
}): Promise<Queue> => call("api/pool/queue", { method: "POST", json: wish });

export const releaseQueue = (pictures: readonly string[]): Promise<unknown> =>
  call("api/pool/queue/release", { method: "POST", json: { pictures }, keepalive: true });

export interface Agreement {
  readonly pairs: number;
  readonly same: number;
  readonly share: number | null;
  readonly kappa: number | null;
  readonly disputed: number;
}

export const getAgreement = (): Promise<Agreement> => call("api/pool/agreement");

export interface CommitCounts {
  readonly kept: number;
  readonly rejected: number;
  readonly retouch: number;
  readonly unreviewed: number;
  readonly kept_not_published: number;
  readonly rejected_in_pool: number;
  readonly unsafe_kept: number;
}

export const getCommit = (filters: Filters): Promise<CommitCounts> =>
  call(`api/pool/commit?${searchOf(filters)}`);

/** The journal as it shows now, as a picture of the pool beside the one that it began from. */
export const sendToPool = (journal: string): Promise<PoolPicture> =>
  call(`api/journals/${encodeURIComponent(journal)}/pool`, { method: "POST" });
