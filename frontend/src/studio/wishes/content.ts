/** What lies under the mask before the first step, and the named stops of the strength. */
import type { MaskContent, Wishes } from "../model/sheet";

export const STOPS = { subtle: 30, moderate: 60, high: 80, drastic: 90 } as const;
export type Stop = keyof typeof STOPS;

const FILL_FROM = 80;
const NOISE_FROM = 90;

/** The content in force: chosen by hand, else the picture, from 80 on the colours around it, from 90 on noise. */
export function contentOf({
  content,
  strength,
}: Pick<Wishes, "content" | "strength">): Exclude<MaskContent, "auto"> {
  if (content !== "auto") return content;
  if (strength < FILL_FROM) return "original";
  return strength < NOISE_FROM ? "fill" : "latent_noise";
}
