/** What this person has chosen for all their work; a change is seen at once, and kept by the server soon after. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ApiError } from "../api/client";
import { type Choices, getPreferences, type Preferences, saveChoices } from "../api/preferences";

const KEY = ["preferences"];
const NOTHING: Choices = {};
const MOST_TRIES = 3;

export interface Chosen {
  readonly data: Choices;
  readonly isReady: boolean; // `data` is what the server keeps, not yet nothing
  readonly error: Error | null; // of reading, or of the last save from here
  readonly isSaving: boolean;
  readonly hasSaved: boolean; // something from here, and nothing is on its way
  save(change: Choices): void; // whole keys: `{ defaults: { ...data.defaults, steps: 20 } }`
}

export function usePreferences(): Chosen {
  const queries = useQueryClient();
  const asked = useQuery({ queryKey: KEY, queryFn: getPreferences, staleTime: 30_000 });
  const present = () => queries.getQueryData<Preferences>(KEY);
  const saved = useMutation({
    mutationKey: KEY,
    scope: { id: "preferences" }, // one after the other, each over what the one before has left
    mutationFn: async (change: Choices) => saveChoices(change, present() ?? (await getPreferences())),
    retry: (tries, reason) => !(reason instanceof ApiError) && tries < MOST_TRIES,
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: KEY }); // an answer on its way would bring back the old
      queries.setQueryData<Preferences>(KEY, (before) => before && over(before, [change]));
    },
    onSuccess: (after) => queries.setQueryData<Preferences>(KEY, over(after, waiting())),
    onError: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const waiting = () =>
    queries
      .getMutationCache()
      .findAll({ mutationKey: KEY, status: "pending" })
      .map(({ state }) => state.variables as Choices);
  const { mutate } = saved;
  return {
    data: asked.data?.data ?? NOTHING,
    isReady: asked.isSuccess,
    error: saved.error ?? asked.error,
    isSaving: saved.isPending,
    hasSaved: saved.isSuccess,
    save: useCallback((change) => mutate(change), [mutate]),
  };
}

const over = ({ version, data }: Preferences, changes: readonly Choices[]): Preferences => ({
  version,
  data: Object.assign({}, data, ...changes),
});
