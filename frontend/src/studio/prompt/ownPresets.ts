/** A person's own presets, as the preferences keep them: each is a prompt of one word or many. */
import type { Choices } from "../../api/preferences";

export interface OwnPresets {
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

export type Side = keyof OwnPresets;

/** What is kept, whatever else another program has put there. */
export function presetsOf({ presets }: Choices): OwnPresets {
  const kept = (typeof presets === "object" && presets !== null ? presets : {}) as Record<string, unknown>;
  const texts = (value: unknown) =>
    Array.isArray(value)
      ? value.filter((one): one is string => typeof one === "string" && one.trim() !== "")
      : [];
  return { positive: texts(kept.positive), negative: texts(kept.negative) };
}

/** With one more at the end, once. */
export const withPreset = (presets: OwnPresets, side: Side, prompt: string): OwnPresets =>
  prompt === "" || presets[side].includes(prompt)
    ? presets
    : { ...presets, [side]: [...presets[side], prompt] };

export const withoutPreset = (presets: OwnPresets, side: Side, prompt: string): OwnPresets => ({
  ...presets,
  [side]: presets[side].filter((one) => one !== prompt),
});
