/** Policies while somebody changes them: shares in percent and dials as they are typed. */
import { DIALS, type Dial, type Policy } from "../api/recommender";

export const DEFAULT = "default"; // has what the others leave

export interface Draft {
  readonly name: string;
  readonly percent: string;
  readonly dials: Readonly<Record<Dial, string>>; // empty: as usual
}

const MOST: Readonly<Record<Dial, number>> = {
  exploration: 1,
  diversity: 1,
  fresh_share: 1,
  promoted_share: 1,
  context_weight: 4,
  likes_weight: 4,
  deep_weight: 4,
};
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const NO_DIALS = Object.fromEntries(DIALS.map((dial) => [dial, ""])) as Draft["dials"];

export const draftOf = ({ name, settings, share }: Policy): Draft => ({
  name,
  percent: String(Math.round(share * 1_000) / 10),
  dials: Object.fromEntries(DIALS.map((dial) => [dial, String(settings[dial] ?? "")])) as Draft["dials"],
});

export const newDraft = (drafts: readonly Draft[]): Draft => ({
  name: `try-${drafts.length}`,
  percent: "10",
  dials: NO_DIALS,
});

export const mostOf = (dial: Dial): number => MOST[dial];

const within = (typed: string, most: number): boolean =>
  /^\d+(\.\d+)?$/.test(typed.trim()) && Number(typed) <= most;

export const isDialRight = (dial: Dial, typed: string): boolean => typed === "" || within(typed, MOST[dial]);

export const isPercentRight = (typed: string): boolean => within(typed, 100);

/** What is left for the default; below 0 where the others ask for too much. */
export const leftOf = (drafts: readonly Draft[]): number =>
  drafts.reduce((left, { name, percent }) => (name === DEFAULT ? left : left - Number(percent || 0)), 100);

export type Wrong = "name" | "twice" | "number" | "sum";

export function wrongIn(drafts: readonly Draft[]): Wrong | null {
  const names = drafts.map(({ name }) => name);
  if (!names.every((name) => NAME.test(name))) return "name";
  if (new Set(names).size < names.length) return "twice";
  const others = drafts.filter(({ name }) => name !== DEFAULT);
  const areRight =
    others.every(({ percent }) => isPercentRight(percent)) &&
    drafts.every(({ dials }) => DIALS.every((dial) => isDialRight(dial, dials[dial])));
  if (!areRight) return "number";
  return leftOf(drafts) < -1e-9 ? "sum" : null;
}

/** What is sent. */
export const policiesOf = (drafts: readonly Draft[]): readonly Policy[] =>
  drafts.map(({ name, percent, dials }) => ({
    name,
    share: name === DEFAULT ? 0 : Number(percent) / 100,
    settings: Object.fromEntries(
      DIALS.filter((dial) => dials[dial] !== "").map((dial) => [dial, Number(dials[dial])]),
    ),
  }));
