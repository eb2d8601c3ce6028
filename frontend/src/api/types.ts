/** What the server says and is told: names for the shapes of its own description, `schema.d.ts`. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["MeOut"];
export type Picture = Schemas["PictureOut"];
export type PictureDetails = Schemas["PictureWithRecord"];
export type PicturePage = Schemas["PicturePage"];
export type Job = Schemas["JobOut"];
export type JobPage = Schemas["JobPage"];
export type JobState = Schemas["JobState"];
export type Accepted = Schemas["Accepted"];
export type EngineOff = Schemas["EngineOff"];
export type ModelList = Schemas["ModelList"];
export type WeightsRow = Schemas["WeightsOut"];
export type Gap = Schemas["GapOut"];
export type Power = Schemas["PowerOut"];
export type Problem = Schemas["Problem"];
export type RetouchSubmission = Schemas["RetouchSubmission"];

/** A model that an engine can paint with: the part of its description that the pages read. */
export interface Checkpoint {
  id: string;
  family: string;
  default_steps: number;
  default_guidance_scale: number;
  default_sampler: string | null;
  licence: string | null;
}

/** What an engine can do: the part of it that the pages read. */
export type Engine = Pick<
  Schemas["EngineOut"],
  "engine" | "description" | "is_stable_diffusion" | "samplers" | "schedules" | "vaes" | "loras"
> & { checkpoints: Checkpoint[] };

export interface EngineList {
  items: Engine[];
  unavailable: EngineOff[];
}

/** What this page sends of a picture from words; the rest has defaults on the server. */
export type GenerateRequest = Pick<Schemas["GenerateRequest"], "prompt"> &
  Partial<Schemas["GenerateRequest"]>;

/** The part of a request that only the engine reads. */
export type EngineWishes = Partial<
  Pick<
    GenerateRequest,
    "engine" | "checkpoint" | "sampler" | "schedule" | "vae" | "steps" | "guidance_scale" | "clip_skip"
  >
>;

export type SizeRow = Schemas["SizeOut"];
export type SizeList = Schemas["SizeList"];
export type GeneratePlan = Schemas["GeneratePlanOut"];
export type RetouchPlan = Schemas["PlanOut"];
export type Fit = SizeRow["fit"];

/** What any plan knows before the click. */
export type Forecast = Pick<GeneratePlan, "fit" | "passes" | "eta_s" | "notices">;

/** What this page sends of a retouch; the rest has defaults on the server. */
export type RetouchRequest = Pick<RetouchSubmission, "picture" | "mask" | "prompt"> &
  Partial<RetouchSubmission>;

/** One of the results of a retouch job, best first. */
export interface Candidate {
  picture: string;
  seed: number;
  seam_score: number;
  changed_outside: number;
  outside_sha256: string;
  reach_px: number;
}
