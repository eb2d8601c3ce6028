/** What a way of choosing earned, in rows to read: its own numbers, other choices instead, and groups of visitors. */
import type { Estimate, GroupResult, OffPolicy, PolicyResult } from "../api/recommender";

export const FEW_PICTURES = 100; // an estimate that rests on fewer says little
export const INSTEAD = ["random", "popular"] as const;
export const ESTIMATES = ["snips", "ips", "clipped"] as const satisfies readonly (keyof OffPolicy)[];
const ATTRIBUTES = ["generation", "gender", "emotion"] as const;

export type Measure =
  | { readonly of: "rate" | "liked_slates"; readonly estimate: Estimate; readonly slates: number }
  | {
      readonly of: (typeof INSTEAD)[number];
      readonly by: (typeof ESTIMATES)[number];
      readonly estimate: Estimate | null; // null: nothing that was shown would have been
      readonly pictures: number; // that it rests on
    };

export const measuresOf = (policy: PolicyResult): readonly Measure[] => [
  { of: "rate", estimate: policy.rate, slates: policy.slates },
  { of: "liked_slates", estimate: policy.liked_slates, slates: policy.slates },
  ...INSTEAD.flatMap((way) =>
    ESTIMATES.map((by) => ({
      of: way,
      by,
      estimate: policy[way].effective > 0 ? policy[way][by] : null,
      pictures: Math.round(policy[way].effective),
    })),
  ),
];

export const restsOnFew = (policy: PolicyResult): boolean =>
  INSTEAD.some((way) => policy[way].effective < FEW_PICTURES);

/** The groups of one attribute, the one that is served best first. */
export interface Groups {
  readonly attribute: GroupResult["attribute"];
  readonly rows: readonly GroupResult[];
}

export const groupsBy = (groups: readonly GroupResult[]): readonly Groups[] =>
  ATTRIBUTES.map((attribute) => ({
    attribute,
    rows: groups
      .filter((one) => one.attribute === attribute)
      .toSorted((one, other) => other.estimate.value - one.estimate.value),
  })).filter(({ rows }) => rows.length > 0);

/** Two groups whose intervals do not touch, the better one first; null where chance may explain every difference. */
export function apart({ rows }: Groups): readonly [GroupResult, GroupResult] | null {
  const best = rows.toSorted((one, other) => other.estimate.low - one.estimate.low)[0];
  const worst = rows.toSorted((one, other) => one.estimate.high - other.estimate.high)[0];
  return best && worst && worst.estimate.high < best.estimate.low ? [best, worst] : null;
}
