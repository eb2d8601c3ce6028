/** Sends the retouch, follows its job, brings the candidates. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Dispatch, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { abortJob, getJob, retouch, upload } from "../api/client";
import type { Candidate, Job } from "../api/types";
import { maskFile } from "./draw";
import { type Action, boxOf, type Desk, lacks, requestOf } from "./state";

const POLL_MS = 700; // the event stream is quicker; this finds the end also where a proxy holds the stream back

export interface RetouchWork {
  readonly job: Job | null;
  readonly result: readonly Candidate[] | null;
  execute(): void;
  abort(): void;
}

export function useWork(desk: Desk, tell: Dispatch<Action>): RetouchWork {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { phase } = desk;
  const id = phase.at === "painting" || phase.at === "choosing" ? phase.job : null;
  const job = useQuery({
    queryKey: ["job", id],
    queryFn: () => getJob(id ?? ""),
    enabled: id !== null,
    refetchInterval: phase.at === "painting" ? POLL_MS : false,
  });
  const sending = useRef(false); // a second press before the first answer is the same wish
  const execute = async () => {
    if (sending.current || phase.at === "painting" || lacks(desk).length > 0) return;
    sending.current = true;
    tell({ type: "send" });
    try {
      tell({ type: "sent", job: await send(desk) });
    } catch (error) {
      tell({ type: "failed", problem: error instanceof Error ? error.message : String(error) });
    } finally {
      sending.current = false;
    }
  };
  const abort = useMutation({
    mutationFn: abortJob,
    onSettled: () => queries.invalidateQueries({ queryKey: ["job", id] }),
  });
  const found = job.data ?? null;
  useEffect(() => {
    if (phase.at !== "painting" || !found) return;
    if (found.state === "succeeded") tell({ type: "finished" });
    if (found.state === "cancelled") tell({ type: "failed", problem: t("work.aborted") });
    if (found.state === "failed")
      tell({ type: "failed", problem: found.error?.message ?? t("problem.title") });
  }, [phase.at, found, tell, t]);
  return {
    job: found,
    result: candidatesOf(found),
    execute: () => void execute(),
    abort: () => {
      if (id) abort.mutate(id);
    },
  };
}

async function send(desk: Desk): Promise<string> {
  const { picture, history, wishes } = desk;
  const box = boxOf(desk);
  if (!picture || !box) throw new Error("there is no picture to retouch");
  const mask = await upload(await maskFile(history.now.strokes, box), "mask.png", "mask");
  const job = await retouch(requestOf(picture, box, mask.id, wishes), crypto.randomUUID());
  return job.id;
}

function candidatesOf(job: Job | null): readonly Candidate[] | null {
  if (job?.state !== "succeeded") return null;
  return (job.result as { candidates: Candidate[] }).candidates;
}
