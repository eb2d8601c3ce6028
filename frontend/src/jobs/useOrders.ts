/** Gives orders to one job or many, a few at a time, and tells what came of them. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { cancelJob, type Goal, moveJob, pauseJob, restartJob, resumeJob } from "../api/jobs";
import type { Job } from "../api/types";
import { isMove, type Order, takes } from "./orders";

const AT_ONCE = 4;

export interface Told {
  readonly order: Order;
  readonly asked: number;
  readonly done: readonly Job[]; // as they stand now
  readonly refusals: readonly Error[];
}

export interface Orders {
  readonly told: Told | null; // of the last order, from its first moment on
  readonly isBusy: boolean;
  /** `goal`: where up or down leads. Jobs that do not take the order are left out. */
  give(order: Order, jobs: readonly Job[], goal?: Goal): void;
  forget(): void;
}

/** `onDone` gets the jobs that have changed. */
export function useOrders(onDone: (changed: readonly Job[]) => void): Orders {
  const queries = useQueryClient();
  const [told, setTold] = useState<Told | null>(null);
  const isBusy = told !== null && told.done.length + told.refusals.length < told.asked;
  const give = async (order: Order, jobs: readonly Job[], goal?: Goal) => {
    const able = jobs.filter((job) => takes(job, order));
    if (isBusy || able.length === 0) return;
    let now: Told = { order, asked: able.length, done: [], refusals: [] };
    setTold(now);
    const each = async (job: Job) => {
      try {
        const changed = await act(order, job, goal);
        now = { ...now, done: [...now.done, changed] };
      } catch (reason) {
        now = { ...now, refusals: [...now.refusals, reason as Error] };
      }
      setTold(now);
    };
    await allOf(inTurn(order, able), each, isMove(order) ? 1 : AT_ONCE);
    onDone(now.done);
    for (const key of ["queue", "jobs", "job"]) void queries.invalidateQueries({ queryKey: [key] });
  };
  return {
    told,
    isBusy,
    give: (...wish) => void give(...wish),
    forget: () => setTold(null),
  };
}

/** Several that go to the front go there from the last to the first, so that they keep their order. */
const inTurn = (order: Order, jobs: readonly Job[]): readonly Job[] =>
  order === "front" ? jobs.toReversed() : jobs;

function act(order: Order, { id }: Job, goal?: Goal): Promise<Job> {
  switch (order) {
    case "front":
    case "up":
      return moveJob(id, goal ?? { to: "front" });
    case "down":
    case "back":
      return moveJob(id, goal ?? { to: "back" });
    case "pause":
      return pauseJob(id);
    case "resume":
      return resumeJob(id);
    case "cancel":
      return cancelJob(id);
    case "restart":
      return restartJob(id);
  }
}

async function allOf<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
  atOnce: number,
): Promise<void> {
  const rest = items.values();
  const work = async () => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
