/** What a job is called in a list: its words, or the frame that it paints. */
import type { TFunction } from "i18next";
import type { Job } from "../api/types";
import { frameOf, wordsOf } from "./facts";
import { kindName } from "./kinds";

export function nameOf(t: TFunction, job: Job): string {
  const frame = frameOf(job);
  return wordsOf(job) ?? (frame === null ? kindName(t, job.kind) : t("jobs.frameNumber", { frame }));
}
