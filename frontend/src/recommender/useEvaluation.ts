/** The newest evaluation, asked again while one is computed. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getEvaluation } from "../api/recommender";

const KEY = ["evaluation"];
const EVALUATING_MS = 3_000; // while it is computed

export function useEvaluation() {
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: KEY,
    queryFn: () => getEvaluation(),
    refetchInterval: ({ state }) => (state.data?.running ? EVALUATING_MS : false),
  });
  const begun = useMutation({
    mutationFn: () => getEvaluation(true),
    onSuccess: (after) => queries.setQueryData(KEY, after),
  });
  return {
    evaluation: asked.data ?? null,
    error: begun.error ?? asked.error,
    again: () => void asked.refetch(),
    anew: () => begun.mutate(),
  };
}
