/** One batch as the server tells it, its wishes as they are written here, and the orders given to it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { type Batch, type BatchOrder, changeBatch, getBatch, orderBatch } from "../api/batches";
import { useLater } from "../shell/useLater";
import { isLive } from "./standing";
import { type Form, formOf, isRight, wishesOf } from "./wishes";

const POLL_MS = 1_500;
const CALM_MS = 15_000;

export function useBatch(id: string) {
  return useQuery({
    queryKey: ["batch", id],
    queryFn: () => getBatch(id),
    refetchInterval: ({ state }) => {
      const isMaking = ["enqueued", "running"].includes(state.data?.export?.state ?? "");
      return state.data && (isLive(state.data) || isMaking) ? POLL_MS : CALM_MS;
    },
  });
}

export interface Work {
  readonly form: Form;
  readonly error: Error | null; // why the wishes were not kept, or the last order was refused
  readonly isBusy: boolean;
  change(changes: Partial<Form>): void;
  give(order: BatchOrder): void;
  act(what: () => Promise<Batch>): void;
}

export function useBatchWork(batch: Batch): Work {
  const queries = useQueryClient();
  const [form, setForm] = useState(() => formOf(batch.wishes));
  const kept = useRef(JSON.stringify(wishesOf(form, batch.wishes)));
  const tell = (after: Batch) => {
    queries.setQueryData(["batch", batch.id], after);
    void queries.invalidateQueries({ queryKey: ["frames", batch.id] });
    void queries.invalidateQueries({ queryKey: ["queue"] });
  };
  const keep = async (after: Form): Promise<void> => {
    const wishes = wishesOf(after, batch.wishes);
    const text = JSON.stringify(wishes);
    if (!isRight(after) || text === kept.current) return;
    tell(await changeBatch(batch.id, { wishes }));
    kept.current = text;
  };
  const acting = useMutation({ mutationFn: (what: () => Promise<Batch | undefined>) => what() });
  const act = (what: () => Promise<Batch | undefined>) =>
    acting.mutate(what, { onSuccess: (after) => after && tell(after) });
  const later = useLater((after: Form) => act(() => keep(after).then(() => undefined)));
  return {
    form,
    error: acting.error,
    isBusy: acting.isPending,
    change: (changes) => {
      const after = { ...form, ...changes };
      setForm(after);
      later(after);
    },
    give: (order) =>
      act(async () => {
        if (order === "start") await keep(form);
        return orderBatch(batch.id, order);
      }),
    act,
  };
}
