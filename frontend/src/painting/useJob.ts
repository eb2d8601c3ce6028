/** One job, followed to its end, and the wish to stop it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { abortJob, getJob } from "../api/client";
import type { Job } from "../api/types";

const POLL_MS = 700; // the event stream is quicker; this finds the end also where a proxy holds the stream back

export interface Followed {
  readonly job: Job | null;
  readonly error: Error | null;
  abort(): void;
}

export const isOver = ({ state }: Pick<Job, "state">): boolean => !["enqueued", "running"].includes(state);

export function useJob(id: string | null): Followed {
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: ["job", id],
    queryFn: () => getJob(id ?? ""),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_MS),
  });
  const aborted = useMutation({
    mutationFn: abortJob,
    onSettled: () => queries.invalidateQueries({ queryKey: ["job", id] }),
  });
  return {
    job: asked.data ?? null,
    error: asked.error,
    abort: () => {
      if (id) aborted.mutate(id);
    },
  };
}
