/** Why a job failed, in plain words; the server's own words stand beside. */
import type { TFunction } from "i18next";
import type { Job } from "../api/types";

const REASONS = {
  out_of_memory: "failure.memory",
  engine_died: "failure.died",
  device_lost: "failure.died",
  worker_died: "failure.died",
  engine_unavailable: "failure.engine",
  engine_error: "failure.engineError",
  bad_result: "failure.result",
  missing_model: "failure.model",
  storage_full: "failure.full",
  not_found: "failure.gone",
  conflict: "failure.changed",
  unexpected_error: "failure.unexpected",
} as const;

/** What is wrong with the request itself has many codes; all of them mean that trying again changes nothing. */
export function plainly(t: TFunction, { code }: NonNullable<Job["error"]>): string {
  return code in REASONS ? t(REASONS[code as keyof typeof REASONS]) : t("failure.request");
}
