/** The calls of the recommender. */
import type { Context } from "../recommender/context";
import { call } from "./client";

export interface SlatePicture {
  readonly item: string;
  readonly picture: string;
  readonly thumbnail: string;
  readonly width: number;
  readonly height: number;
  readonly emotion: string;
  readonly favorite: string;
  readonly propensity: number; // 0..1
  readonly reason: { readonly code: string; readonly values: Readonly<Record<string, string>> };
}

export interface Slate {
  readonly id: string;
  readonly policy: string;
  readonly seed: number;
  readonly pictures: readonly SlatePicture[];
}

export interface SlateWish {
  readonly context: Context;
  readonly favorite: string;
  readonly size: number;
  readonly orientation?: "h" | "v";
  readonly surface?: string;
}

export const drawSlate = (wish: SlateWish): Promise<Slate> =>
  call("api/recommend/slates", { method: "POST", json: wish });
