/** What a new piece of work begins with: a person's own defaults over the usual ones, and back. */
import type { Defaults } from "../../api/preferences";
import { fieldsOf, settingsOf } from "../../painting/settings";
import { firstWishes, type Wishes } from "../model/sheet";
import { negativeOf, tokensOf } from "../prompt/serialise";

export const MOST_CANDIDATES = 8;

/** The wishes that a person keeps as defaults. */
type Kept = Pick<Wishes, "settings" | "strength" | "count" | "maskBlur_px" | "negative">;

/** What is kept, the usual where nothing is. */
export function keptOf(defaults: Defaults = {}): Kept {
  const { strength, count, feather_px, negative_prompt } = defaults;
  return {
    settings: settingsOf(defaults),
    strength: strength === undefined ? firstWishes.strength : Math.round(strength * 100),
    count: Math.min(count ?? firstWishes.count, MOST_CANDIDATES),
    maskBlur_px: feather_px ?? null,
    negative: negativeFrom(negative_prompt),
  };
}

export const wishesFrom = (defaults: Defaults | undefined): Wishes => ({
  ...firstWishes,
  ...keptOf(defaults),
});

/** The usual words against come with those that are off; others are kept as they are sent. */
const negativeFrom = (kept: string | undefined): Wishes["negative"] =>
  kept === undefined || kept === negativeOf(firstWishes) ? firstWishes.negative : tokensOf(kept);

export const defaultsFrom = (wishes: Wishes): Defaults =>
  ({
    ...fieldsOf(wishes.settings),
    strength: wishes.strength / 100,
    count: wishes.count,
    negative_prompt: negativeOf(wishes),
    ...(wishes.maskBlur_px === null ? {} : { feather_px: wishes.maskBlur_px }),
  }) as Defaults;
