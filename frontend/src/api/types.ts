/** What the server says and is told: names for the shapes of its own description, `schema.d.ts`. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["MeOut"];
export type Picture = Schemas["PictureOut"];
export type PicturePage = Schemas["PicturePage"];
export type Job = Schemas["JobOut"];
export type JobPage = Schemas["JobPage"];
export type JobState = Schemas["JobState"];
export type Accepted = Schemas["Accepted"];
export type EngineList = Schemas["EngineList"];
export type ModelList = Schemas["ModelList"];
export type WeightsRow = Schemas["WeightsOut"];
export type Gap = Schemas["GapOut"];
export type Power = Schemas["PowerOut"];
export type Problem = Schemas["Problem"];
export type RetouchSubmission = Schemas["RetouchSubmission"];

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
