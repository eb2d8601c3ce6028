/** Asks for the four trials, follows them, stops them. They outlive the panel: another one may be looked at meanwhile. */
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { abortJob, getJob, retouch, send, upload } from "../../api/client";
import { newKey } from "../../api/key";
import type { Candidate, Engine, Job } from "../../api/types";
import { isOver } from "../../painting/useJob";
import { useRoom } from "../canvas/room";
import type { Box } from "../model/geometry";
import { type Store, useStore } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { uploaded, withoutTrials } from "../run/useRun";
import { requestOf } from "./request";
import { drawnSeed, fewSteps, trialOf } from "./strip";

/** Trials under way or done. */
interface Asked {
  readonly strengths: readonly number[];
  readonly jobs: readonly string[];
  readonly box: Box;
}

export interface Trial {
  readonly strength: number;
  readonly job: Job | undefined; // undefined: not known yet
  readonly picture: string | null;
}

export interface Strip {
  readonly trials: readonly Trial[];
  readonly box: Box | null;
  readonly isBusy: boolean;
  readonly error: Error | null;
  begin(strengths: readonly number[]): void;
  abort(): void;
}

const POLL_MS = 700;

export function useStrip(picture: string): Strip {
  const store = useStore();
  const room = useRoom();
  const engine = useEngine();
  const queries = useQueryClient();
  const key = ["trials", picture];
  const asked = useQuery<Asked | null>({
    queryKey: key,
    queryFn: () => null,
    enabled: false,
    initialData: null,
    gcTime: Number.POSITIVE_INFINITY,
  }).data;
  const jobs = useQueries({
    queries: (asked?.jobs ?? []).map((id) => ({
      queryKey: ["job", id],
      queryFn: () => getJob(id),
      refetchInterval: ({ state }: { state: { data: Job | undefined } }) =>
        state.data && isOver(state.data) ? false : POLL_MS,
    })),
  });
  const isUnwanted = useRef(false); // stopped before all were asked for
  const beginning = useMutation({
    mutationFn: async (strengths: readonly number[]) => {
      isUnwanted.current = false;
      const trials = await begun(store, room.found.get(), engine, strengths, () => isUnwanted.current);
      queries.setQueryData<Asked | null>(key, trials);
      if (isUnwanted.current) stopping.mutate(trials.jobs);
    },
  });
  const stopping = useMutation({
    mutationFn: (ids: readonly string[]) => Promise.allSettled(ids.map(abortJob)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["job"] }),
  });
  const trials = (asked?.strengths ?? []).map((strength, index): Trial => {
    const job = jobs[index]?.data;
    return { strength, job, picture: pictureOf(job) };
  });
  const isUnderWay = trials.some(({ job }) => !job || !isOver(job));
  return {
    trials,
    box: asked?.box ?? null,
    isBusy: beginning.isPending || isUnderWay,
    error: beginning.error ?? jobs.find(({ error }) => error)?.error ?? null,
    begin: (strengths) => beginning.mutate(strengths),
    abort: () => {
      isUnwanted.current = true;
      if (!beginning.isPending)
        stopping.mutate(trials.flatMap(({ job }) => (job && !isOver(job) ? [job.id] : [])));
    },
  };
}

const pictureOf = (job: Job | undefined): string | null =>
  job?.state === "succeeded"
    ? ((job.result as { candidates: Candidate[] }).candidates[0]?.picture ?? null)
    : null;

async function begun(
  store: Store,
  found: Parameters<typeof uploaded>[1],
  engine: Engine | undefined,
  strengths: readonly number[],
  isUnwanted: () => boolean,
): Promise<Asked> {
  await withoutTrials(store); // as a run would begin
  const studio = store.get();
  const [{ ids, box }, picture] = await Promise.all([uploaded(studio, found), shownPicture(studio)]);
  const { wishes } = sheetOf(studio);
  const request = requestOf(studio, ids, box, engine);
  const seed = request.seed ?? drawnSeed();
  const steps = fewSteps(wishes.settings, engine);
  const jobs: string[] = [];
  for (const strength of strengths) {
    // In their order, so that the first is painted first.
    if (isUnwanted()) break;
    jobs.push((await retouch(trialOf(request, { picture, strength, seed, steps }), newKey())).id);
  }
  return { strengths: strengths.slice(0, jobs.length), jobs, box };
}

/** The picture to paint on: a trial is no step of the journal, so that what its steps show is sent as a picture. */
async function shownPicture({ picture, journal, history }: Studio): Promise<string> {
  if (!picture) throw new Error("there is no picture to retouch");
  if (!journal || history.now.steps.every(({ muted }) => muted)) return picture.id;
  const shown = await send(`api/journals/${encodeURIComponent(journal.id)}/picture`);
  return (await upload(await shown.blob(), "shown.png", "reference")).id;
}
