/** Sends the retouch, follows its job, brings the candidates. */
import { type Dispatch, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { retouch, upload } from "../api/client";
import { newKey } from "../api/key";
import type { Candidate, Job } from "../api/types";
import { useJob } from "../painting/useJob";
import { reasonOf } from "../shell/reason";
import { maskFile } from "./draw";
import { type Action, boxOf, type Desk, lacks, requestOf } from "./state";

export interface RetouchWork {
  readonly job: Job | null;
  readonly result: readonly Candidate[] | null;
  execute(): void;
  abort(): void;
}

export function useWork(desk: Desk, tell: Dispatch<Action>): RetouchWork {
  const { t } = useTranslation();
  const { phase } = desk;
  const id = phase.at === "painting" || phase.at === "choosing" ? phase.job : null;
  const { job, abort } = useJob(id);
  const sending = useRef(false); // a second press before the first answer is the same wish
  const execute = async () => {
    if (sending.current || phase.at === "painting" || lacks(desk).length > 0) return;
    sending.current = true;
    tell({ type: "send" });
    try {
      tell({ type: "sent", job: await send(desk) });
    } catch (error) {
      tell({ type: "failed", problem: reasonOf(t, error as Error) });
    } finally {
      sending.current = false;
    }
  };
  useEffect(() => {
    if (phase.at !== "painting" || !job) return;
    if (job.state === "succeeded") tell({ type: "finished" });
    if (job.state === "cancelled") tell({ type: "failed", problem: t("work.aborted") });
    if (job.state === "failed") tell({ type: "failed", problem: job.error?.message ?? t("problem.title") });
  }, [phase.at, job, tell, t]);
  return {
    job,
    result: candidatesOf(job),
    execute: () => void execute(),
    abort,
  };
}

async function send(desk: Desk): Promise<string> {
  const { picture, history, wishes } = desk;
  const box = boxOf(desk);
  if (!picture || !box) throw new Error("there is no picture to retouch");
  const mask = await upload(await maskFile(history.now.strokes, box), "mask.png", "mask");
  const job = await retouch(requestOf(picture, box, mask.id, wishes), newKey());
  return job.id;
}

function candidatesOf(job: Job | null): readonly Candidate[] | null {
  if (job?.state !== "succeeded") return null;
  return (job.result as { candidates: Candidate[] }).candidates;
}
