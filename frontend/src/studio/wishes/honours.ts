/** Which wishes an engine heeds. */
import type { Engine, EngineWishes } from "../../api/types";
import type { Settings } from "../../painting/settings";

export const HONOURS = [
  "negative_prompt",
  "guidance",
  "sampler",
  "lines",
  "reference",
  "mask_content",
  "noise_multiplier",
  "strengths",
  "clip_skip",
  "subseed",
  "loras",
  "embeddings",
] as const;
export type Honour = (typeof HONOURS)[number];

/** An engine of an older server does not say; it is then asked for everything, as is one that is not known yet. */
export function heeds(engine: Engine | undefined, wish: Honour): boolean {
  const { honours } = (engine ?? {}) as { honours?: readonly string[] };
  return honours?.includes(wish) ?? true;
}

export const CONSISTENT = "DDIM";
const USUAL = "DPM++ 2M";
const SPACING = "Karras";

/** Whether the engine has both samplers between which the consistency switch chooses. */
export const canBeConsistent = (engine: Engine | undefined): boolean =>
  engine === undefined ||
  (heeds(engine, "sampler") &&
    engine.samplers.includes(CONSISTENT) &&
    [USUAL, `${USUAL} ${SPACING}`].some((name) => engine.samplers.includes(name)));

/** The sampler that retouchers are used to, for a server that does not say which one it would take. */
export function usualSampler(engine: Engine | undefined, { checkpoint, sampler }: Settings): EngineWishes {
  if (!engine || sampler || !canBeConsistent(engine)) return {};
  const chosen = engine.checkpoints.find(({ id }) => id === checkpoint) ?? engine.checkpoints[0];
  if (chosen?.default_sampler) return {};
  if (engine.samplers.includes(`${USUAL} ${SPACING}`)) return { sampler: `${USUAL} ${SPACING}` };
  return { sampler: USUAL, ...(engine.schedules.includes(SPACING) ? { schedule: SPACING } : {}) };
}
