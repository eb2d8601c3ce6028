/** What a person has chosen for all their work, kept on the server: one JSON object each. */
import { ApiError, call } from "./client";

/** What a new piece of work begins with; names as in the requests, left out: the server's own. */
export interface Defaults {
  readonly engine?: string;
  readonly checkpoint?: string;
  readonly sampler?: string;
  readonly schedule?: string;
  readonly vae?: string;
  readonly steps?: number;
  readonly guidance_scale?: number;
  readonly clip_skip?: number;
  readonly strength?: number; // 0..1
  readonly count?: number; // candidates, 1..16
  readonly feather_px?: number; // the mask's blur
  readonly negative_prompt?: string;
}

/** The keys that the pages use. The other keys belong to other programs and are kept as they are. */
export interface Choices {
  readonly defaults?: Defaults;
  readonly shortcuts?: Readonly<Record<string, string>>; // action -> key, those only that are not the usual ones
  readonly [key: string]: unknown;
}

export interface Preferences {
  readonly version: number;
  readonly data: Choices;
}

export const getPreferences = (): Promise<Preferences> => call("api/preferences");

/** Refused with 409 where somebody else has saved since `version`. */
export const putPreferences = (preferences: Preferences): Promise<Preferences> =>
  call("api/preferences", { method: "PUT", json: preferences });

const MOST_TRIES = 4;

/**
 * Save `change` over `base`; where that has become old meanwhile, over what is there now. Keys that `change` does not
 * name are left to whoever changed them last.
 *
 * @throws ApiError - the server refuses, or others were quicker four times in a row.
 */
export async function saveChoices(change: Choices, base: Preferences): Promise<Preferences> {
  let before = base;
  for (let left = MOST_TRIES - 1; ; left -= 1) {
    try {
      return await putPreferences({ version: before.version, data: { ...before.data, ...change } });
    } catch (error) {
      const isStale = error instanceof ApiError && error.status === 409;
      if (!isStale || left === 0) throw error;
      before = await getPreferences();
    }
  }
}
