/** What may be asked of an engine beside words and size, as the fields show it; empty is the engine's own choice. */
import type { Engine, EngineWishes } from "../api/types";

export interface Settings {
  readonly engine: string;
  readonly checkpoint: string;
  readonly sampler: string;
  readonly schedule: string;
  readonly vae: string;
  readonly steps: string; // numbers are kept as they are typed
  readonly guidance: string;
  readonly clipSkip: string;
}

export const noSettings: Settings = {
  engine: "",
  checkpoint: "",
  sampler: "",
  schedule: "",
  vae: "",
  steps: "",
  guidance: "",
  clipSkip: "",
};

interface NumberRule {
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

export const RULES = {
  steps: { least: 1, most: 150, step: 1 },
  guidance: { least: 0, most: 30, step: 0.5 },
  clipSkip: { least: 1, most: 12, step: 1 },
} as const satisfies Partial<Record<keyof Settings, NumberRule>>;

export type NumberName = keyof typeof RULES;
export const NUMBERS = Object.keys(RULES) as NumberName[];

/** The engine that a form speaks of: the chosen one, else the first, which is the server's default. */
export const engineOf = (engines: readonly Engine[], { engine }: Settings): Engine | undefined =>
  engines.find((one) => one.engine === engine) ?? engines[0];

export type Choice = "checkpoint" | "sampler" | "schedule" | "vae";

/** The names to choose from; an engine with only one of a kind offers no choice. */
export function namesOf(engine: Engine, choice: Choice): readonly string[] {
  switch (choice) {
    case "checkpoint":
      return engine.checkpoints.map(({ id }) => id);
    case "sampler":
      return engine.samplers;
    case "schedule":
      return engine.schedules;
    case "vae":
      return engine.vaes;
  }
}

/** Which fields make sense for an engine: of samplers one is always used, schedule and VAE may be left out. */
export function isOffered(engine: Engine, field: Choice | NumberName): boolean {
  if (field === "steps") return true;
  if (field === "guidance" || field === "clipSkip") return engine.is_stable_diffusion;
  if (field === "checkpoint" && engine.is_stable_diffusion) return true; // for its licence, if there is only one
  return namesOf(engine, field).length > (field === "schedule" || field === "vae" ? 0 : 1);
}

/** The settings for another engine: what it does not know, or does not hear, is left to it. */
export function settingsFor(engine: Engine, settings: Settings): Settings {
  const name = (choice: Choice) =>
    namesOf(engine, choice).includes(settings[choice]) && isOffered(engine, choice) ? settings[choice] : "";
  const number = (field: NumberName) => (isOffered(engine, field) ? settings[field] : "");
  return {
    engine: engine.engine,
    checkpoint: name("checkpoint"),
    sampler: name("sampler"),
    schedule: name("schedule"),
    vae: name("vae"),
    steps: number("steps"),
    guidance: number("guidance"),
    clipSkip: number("clipSkip"),
  };
}

/** Whether a typed number lies in its range; an empty one does. */
export function isInRange(field: NumberName, typed: string): boolean {
  const { least, most, step } = RULES[field];
  const number = Number(typed);
  if (typed.trim() === "") return true;
  return number >= least && number <= most && (step < 1 || Number.isInteger(number));
}

/** The first number that is out of its range, or null. */
export const wrongNumber = (settings: Settings): NumberName | null =>
  NUMBERS.find((field) => !isInRange(field, settings[field])) ?? null;

/** The settings as the API names them, without those that were left empty. */
export function fieldsOf(settings: Settings): EngineWishes {
  const number = (typed: string) => (typed.trim() === "" ? "" : Number(typed));
  const { engine, checkpoint, sampler, schedule, vae, steps, guidance, clipSkip } = settings;
  const fields = {
    engine,
    checkpoint,
    sampler,
    schedule,
    vae,
    steps: number(steps),
    guidance_scale: number(guidance),
    clip_skip: number(clipSkip),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}

/** The fields of a form as an earlier request filled them. */
export function settingsOf(request: EngineWishes): Settings {
  const typed = (value: string | number | null | undefined) => String(value ?? "");
  return {
    engine: typed(request.engine),
    checkpoint: typed(request.checkpoint),
    sampler: typed(request.sampler),
    schedule: typed(request.schedule),
    vae: typed(request.vae),
    steps: typed(request.steps),
    guidance: typed(request.guidance_scale),
    clipSkip: typed(request.clip_skip),
  };
}

const LORA_WEIGHT = 0.8;

/** The prompt with a LoRA at its end, once. */
export function withLora(prompt: string, name: string): string {
  if (prompt.includes(`<lora:${name}:`)) return prompt;
  return `${prompt.trimEnd()} <lora:${name}:${LORA_WEIGHT}>`.trimStart();
}
