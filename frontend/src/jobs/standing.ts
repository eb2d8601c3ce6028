/** Where a job stands, in words. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Job } from "../api/types";
import { ago, clock, duration } from "../shell/time";
import { plainly } from "./failure";

export interface StandingWords {
  readonly words: string;
  readonly more: string | null;
}

export function standingOf(t: TFunction, language: string, job: Job, now_ms: number): StandingWords {
  switch (job.state) {
    case "running":
      return running(t, job);
    case "enqueued":
      return waiting(t, language, job);
    case "failed":
      return {
        words: job.error ? plainly(t, job.error) : t("jobs.failed"),
        more: job.error?.message ?? null,
      };
    case "succeeded":
    case "cancelled":
      return over(t, language, job, now_ms);
  }
}

function running(t: TFunction, { step, steps, eta_s, cancel_requested }: Job): StandingWords {
  const words = steps > 0 ? t("work.painting", { step, steps }) : t("jobs.begins");
  const left = eta_s === null ? null : t("library.left", { time: duration(t, eta_s) });
  return cancel_requested ? { words: t("jobs.stopping"), more: words } : { words, more: left };
}

function waiting(t: TFunction, language: string, job: Job): StandingWords {
  const { place, paused, not_before, error, attempt, max_attempts } = job;
  if (paused) return { words: t("jobs.paused"), more: null };
  const words = place ? t("jobs.place", { place }) : t("jobs.waits");
  if (!error || !not_before) return { words, more: null };
  const again = t("jobs.again", { time: clock(language, not_before), attempt, attempts: max_attempts });
  return { words: again, more: plainly(t, error) };
}

function over(t: TFunction, language: string, job: Job, now_ms: number): StandingWords {
  const { state, started_at, finished_at } = job;
  if (!finished_at)
    return { words: t(`jobs.${state === "succeeded" ? "succeeded" : "cancelled"}`), more: null };
  const time = ago(language, finished_at, now_ms);
  if (state === "cancelled" || !started_at) return { words: time, more: null };
  const took_s = (Date.parse(finished_at) - Date.parse(started_at)) / 1_000;
  return { words: time, more: t("jobs.took", { time: duration(t, took_s) }) };
}

export function useStanding(job: Job): StandingWords {
  const { t, i18n } = useTranslation();
  return standingOf(t, i18n.language, job, Date.now());
}
