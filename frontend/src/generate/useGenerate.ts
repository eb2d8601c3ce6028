/** Sends the request, follows its job by the address, and brings the job's wishes back into the form. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ApiError, generate } from "../api/client";
import { newKey } from "../api/key";
import type { GenerateRequest, Job } from "../api/types";
import { isOver, useJob } from "../painting/useJob";
import { generateLink } from "../shell/route";
import { type Draft, draftOf, requestOf } from "./draft";

const MOST_TRIES = 3;

interface Asked {
  readonly request: GenerateRequest;
  readonly prompt_template?: string; // as it was typed, where choices were made in it
}

export interface GenerateWork {
  readonly job: Job | null;
  readonly error: Error | null; // there is no such job, or it is somebody else's
  readonly refusal: Error | null; // of what was asked last
  readonly isSending: boolean;
  readonly isPainting: boolean;
  execute(): void;
  abort(): void;
}

export function useGenerate(
  draft: Draft,
  change: (draft: Draft) => void,
  jobId: string | null,
): GenerateWork {
  const queries = useQueryClient();
  const { job, error, abort } = useJob(jobId);
  const own = useRef<string | null>(null); // asked for here, so that its wishes are in the form already
  const sent = useMutation({
    mutationFn: ({ request, key }: { request: GenerateRequest; key: string }) => generate(request, key),
    retry: (tries, reason) => !(reason instanceof ApiError) && tries < MOST_TRIES, // by its key it is one job
    onSuccess: ({ id }) => {
      own.current = id;
      location.hash = generateLink(id);
      void queries.invalidateQueries({ queryKey: ["jobs"] });
    },
  });
  useEffect(() => {
    if (job?.kind !== "generate" || job.id === own.current) return;
    own.current = job.id;
    const { request, prompt_template: typed } = job.request as unknown as Asked;
    change(draftOf(request, typed));
  }, [job, change]);
  const isPainting = jobId !== null && !error && !(job && isOver(job));
  return {
    job,
    error,
    refusal: sent.error,
    isSending: sent.isPending,
    isPainting,
    abort,
    execute: () => {
      const request = requestOf(draft);
      if (request && !sent.isPending && !isPainting) sent.mutate({ request, key: newKey() });
    },
  };
}
