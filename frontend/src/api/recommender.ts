/** The calls of the recommender: how it stands, why a picture is shown, and slates to try. */
import { call, query } from "./client";

export interface SlatePicture {
  readonly item: string; // its key before visitors
  readonly picture: string;
  readonly thumbnail: string;
  readonly width: number;
  readonly height: number;
  readonly emotion: string;
  readonly favorite: string;
  readonly propensity: number; // 0..1: how probable it was that it is on this slate
  readonly reason: { readonly code: string; readonly values: Readonly<Record<string, string>> };
}

export interface Slate {
  readonly id: string;
  readonly policy: string;
  readonly seed: number;
  readonly pictures: readonly SlatePicture[];
}

export interface SlateWish {
  readonly context: Readonly<Record<string, string>>;
  readonly favorite: string;
  readonly size: number;
  readonly orientation?: "h" | "v";
}

/** For nobody; marked as made up, so that it says nothing of visitors. */
export const drawSlate = ({ context, ...wish }: SlateWish): Promise<Slate> =>
  call("api/recommend/slates", { method: "POST", json: { ...context, ...wish, synthetic: true } });

export interface Health {
  readonly ready: boolean; // until then the numbers are 0
  readonly pictures: number;
  readonly with_vector: number;
  readonly visitors: number; // who like something
  readonly likes: number;
  readonly dislikes: number;
  readonly shown: number;
  readonly hit_rate: number | null; // likes for each time shown
  readonly age_s: number; // since everything was read
  readonly memory_bytes: number;
}

export const getRecommenderHealth = (): Promise<Health> => call("api/recommend/health");

export const PARTS = ["worth", "kind", "own", "lift", "deep"] as const;

export interface Why {
  readonly item: string;
  readonly picture: string;
  readonly served: boolean;
  readonly score: number;
  readonly parts: Readonly<Record<(typeof PARTS)[number], number>>; // logarithms of odds
  readonly spread: number;
  readonly likes: number;
  readonly dislikes: number;
  readonly shown: number;
  readonly recent_likes: number;
  readonly recent_shown: number;
  readonly fresh: boolean;
  readonly stars: number;
  readonly liked_by: Readonly<Record<string, number>>; // attribute:word of those who like it
}

export const getWhy = (item: string, context: Readonly<Record<string, string>>): Promise<Why> =>
  call(`api/recommend/why?${query({ item, ...context })}`);

export interface Scored {
  readonly items: readonly { readonly item: string; readonly score: number }[];
}

export const getSimilar = (item: string): Promise<Scored> =>
  call(`api/recommend/similar?${query({ item, limit: 12 })}`);

export const getTrending = (window_s: number): Promise<Scored> =>
  call(`api/recommend/trending?${query({ window: window_s, limit: 12 })}`);

export const DIALS = [
  "exploration",
  "diversity",
  "fresh_share",
  "promoted_share",
  "context_weight",
  "likes_weight",
  "deep_weight",
] as const;
export type Dial = (typeof DIALS)[number];

/** A way of choosing, and the share of visits, 0..1, that is given to it; `default` has what the others leave. */
export interface Policy {
  readonly name: string;
  readonly settings: Readonly<Partial<Record<Dial, number | null>>>; // left out or null: as usual
  readonly share: number;
}

export interface Policies {
  readonly policies: readonly Policy[];
}

export const getPolicies = (): Promise<Policies> => call("api/recommend/policies");

/** All policies together: what is not named is no more. */
export const savePolicies = (policies: readonly Policy[]): Promise<Policies> =>
  call("api/recommend/policies", { method: "PUT", json: { policies } });

export interface Estimate {
  readonly value: number;
  readonly low: number; // within 95 %
  readonly high: number;
  readonly count: number;
}

/** A group of visitors such as gender = Female. */
export interface GroupResult {
  readonly attribute: "generation" | "gender" | "emotion";
  readonly value: string;
  readonly estimate: Estimate;
}

/** Likes for each shown picture, had it been chosen otherwise. */
export interface OffPolicy {
  readonly ips: Estimate;
  readonly snips: Estimate;
  readonly clipped: Estimate; // SNIPS without weights above 20
  readonly effective: number; // pictures that the weights amount to
}

export interface PolicyResult {
  readonly name: string;
  readonly slates: number;
  readonly pictures: number;
  readonly likes: number;
  readonly liked_slates: Estimate;
  readonly rate: Estimate; // likes for each shown picture
  readonly random: OffPolicy;
  readonly popular: OffPolicy;
  readonly groups: readonly GroupResult[]; // the rate
}

export interface Evaluation {
  readonly state: "none" | "ready" | "failed";
  readonly running: boolean;
  readonly report: {
    readonly computed_at: string;
    readonly days: number; // how far back slates are looked at
    readonly likes: number;
    readonly smallest_group: number; // visitors or slates, below which a group is not told of
    readonly replays: readonly {
      readonly protocol: "time" | "visitors";
      readonly trials: number;
      readonly ways: readonly {
        readonly name: "random" | "popular" | "ours";
        readonly marks: Readonly<Record<string, Estimate>>;
        readonly coverage: number;
        readonly diversity: number | null;
      }[];
      readonly groups: readonly GroupResult[]; // NDCG@10 of our choice
    }[];
    readonly policies: readonly PolicyResult[];
  } | null;
}

export const getEvaluation = (anew = false): Promise<Evaluation> =>
  call(`api/recommend/evaluation${anew ? "?anew=true" : ""}`);

export interface TrainedModel {
  readonly id: string;
  readonly state: "live" | "refused" | "retired";
  readonly report: {
    readonly gain?: Estimate;
    readonly because?: string;
  };
  readonly created_at: string;
}

export interface Training {
  readonly live: TrainedModel | null;
  readonly job: string | null; // of a training that is not over
  readonly models: readonly TrainedModel[];
}

export const getTraining = (): Promise<Training> => call("api/recommend/training");

/** The same key asked twice, after a lost answer for example, is one job. */
export const startTraining = (key: string): Promise<{ readonly id: string }> =>
  call("api/recommend/training", { method: "POST", headers: { "Idempotency-Key": key } });
