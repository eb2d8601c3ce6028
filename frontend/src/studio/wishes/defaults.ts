/** What a new piece of work begins with: a person's own defaults over the usual ones, and back. */
import type { Defaults } from "../../api/preferences";
import { fieldsOf, settingsOf } from "../../painting/settings";
import { firstWishes, type Wishes } from "../model/sheet";
import { negativeOf, tokensOf } from "../prompt/serialise";

export function wishesFrom(defaults: Defaults | undefined): Wishes {
  if (!defaults) return firstWishes;
  const { strength, count, feather_px, negative_prompt } = defaults;
  return {
    ...firstWishes,
    settings: settingsOf(defaults),
    ...(strength === undefined ? {} : { strength: Math.round(strength * 100) }),
    ...(count === undefined ? {} : { count }),
    ...(feather_px === undefined ? {} : { maskBlur_px: feather_px }),
    ...(negative_prompt === undefined ? {} : { negative: tokensOf(negative_prompt) }),
  };
}

export const defaultsFrom = (wishes: Wishes): Defaults =>
  ({
    ...fieldsOf(wishes.settings),
    strength: wishes.strength / 100,
    count: wishes.count,
    negative_prompt: negativeOf(wishes),
    ...(wishes.maskBlur_px === null ? {} : { feather_px: wishes.maskBlur_px }),
  }) as Defaults;
