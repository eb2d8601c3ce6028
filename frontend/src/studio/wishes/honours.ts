/** Which wishes an engine heeds. */
import type { Engine } from "../../api/types";

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
const USUAL = ["DPM++ 2M Karras", "DPM++ 2M"];

/** Whether the engine has both samplers between which the consistency switch chooses. */
export const canBeConsistent = (engine: Engine | undefined): boolean =>
  engine === undefined ||
  (heeds(engine, "sampler") &&
    engine.samplers.includes(CONSISTENT) &&
    USUAL.some((name) => engine.samplers.includes(name)));
