/** What is asked of all frames, as the form shows it, and as it is sent. */
import type { BatchWishes, Region } from "../api/batches";
import { isSeed } from "../painting/seed";
import { fieldsOf, type Settings, settingsOf, wrongNumber } from "../painting/settings";

export interface Form {
  readonly prompt: string;
  readonly negative: string;
  readonly strength: number; // 0..100
  readonly settings: Settings;
  readonly seed: string;
  readonly seeds: "one" | "many";
  readonly first: string; // frame numbers
  readonly last: string; // empty: to the end
  readonly region: Region;
  readonly person: string; // empty: everybody
  readonly follow: boolean;
  readonly expand: string; // pixels
  readonly shrink: string;
  readonly fill: boolean;
  readonly carry: number; // 0..100
  readonly followStrength: string; // percent; empty: the strength
  readonly firstAsReference: boolean;
}

export function formOf(wishes: BatchWishes): Form {
  const [first = "0", last = ""] = (wishes.range ?? "0...Infinity").split("...");
  const percent = (share: number | undefined, usual: number) => Math.round((share ?? usual) * 100);
  const { follow_strength } = wishes;
  return {
    prompt: wishes.prompt ?? "",
    negative: wishes.negative_prompt ?? "",
    strength: percent(wishes.strength, 0.6),
    settings: settingsOf(wishes as Parameters<typeof settingsOf>[0]),
    seed: typed(wishes.seed),
    seeds: wishes.seeds ?? "one",
    first: first === "0" ? "" : first,
    last: last === "Infinity" ? "" : last,
    region: wishes.region ?? "mask",
    person: typed(wishes.person),
    follow: wishes.follow ?? true,
    expand: wishes.expand_px ? typed(wishes.expand_px) : "",
    shrink: wishes.shrink_px ? typed(wishes.shrink_px) : "",
    fill: wishes.fill ?? false,
    carry: percent(wishes.carry, 1),
    followStrength: follow_strength == null ? "" : typed(percent(follow_strength, 0)),
    firstAsReference: wishes.first_as_reference ?? false,
  };
}

const typed = (number: number | null | undefined): string => (number == null ? "" : String(number));

const NUMBERS = {
  first: { least: 0, most: 999_999_999, isWhole: true },
  last: { least: 0, most: 999_999_999, isWhole: true },
  person: { least: 1, most: 31, isWhole: true },
  expand: { least: 0, most: 1000, isWhole: false },
  shrink: { least: 0, most: 1000, isWhole: false },
  followStrength: { least: 0, most: 100, isWhole: true },
} as const;
export type NumberName = keyof typeof NUMBERS;

export function isInRange(name: NumberName, text: string): boolean {
  const { least, most, isWhole } = NUMBERS[name];
  const number = Number(text);
  return text.trim() === "" || (number >= least && number <= most && (!isWhole || Number.isInteger(number)));
}

export function isRight(form: Form): boolean {
  const names = Object.keys(NUMBERS) as NumberName[];
  const isForward = form.last.trim() === "" || Number(form.last) >= Number(form.first);
  const areNumbers = names.every((name) => isInRange(name, form[name]));
  return areNumbers && isForward && isSeed(form.seed) && wrongNumber(form.settings) === null;
}

/** The wishes of a right form over those of before: what the form does not show stays as it was. */
export function wishesOf(form: Form, before: BatchWishes): BatchWishes {
  const number = (text: string, empty: number | null) => (text.trim() === "" ? empty : Number(text));
  const { checkpoint, sampler, schedule, vae, steps, guidance_scale, clip_skip, ...others } = before;
  return {
    ...others,
    ...fieldsOf(form.settings),
    prompt: form.prompt.trim(),
    negative_prompt: form.negative.trim(),
    strength: form.strength / 100,
    seed: number(form.seed, null),
    seeds: form.seeds,
    range: `${number(form.first, 0)}...${form.last.trim() || "Infinity"}`,
    region: form.region,
    person: form.region === "mask" ? null : number(form.person, null),
    follow: form.follow,
    expand_px: number(form.expand, 0) ?? 0,
    shrink_px: number(form.shrink, 0) ?? 0,
    fill: form.fill,
    carry: form.carry / 100,
    follow_strength: form.followStrength.trim() === "" ? null : Number(form.followStrength) / 100,
    first_as_reference: form.firstAsReference,
  };
}
