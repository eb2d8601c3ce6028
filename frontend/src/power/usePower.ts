/** The machine's state as the server tells it, and the orders given from here. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getPower, orderPower } from "../api/client";
import type { Power } from "../api/types";
import type { Order } from "./standing";

const POLL_MS = 15_000; // a safety net, and for the idle time that a new job takes back: changes come as events

export interface Switch {
  readonly power: Power;
  readonly told_ms: number; // when the server said so, as `Date.now()` counts
  readonly isOrdering: boolean;
  readonly refusal: Error | null;
  order(what: Order): void;
  forget(): void; // the refusal
}

/** The switch; null for those who may not see it, and where the machine has none. */
export function usePower(mayAsk: boolean): Switch | null {
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: ["power"],
    queryFn: getPower,
    enabled: mayAsk,
    refetchInterval: ({ state }) => (state.data?.has_switch === false ? false : POLL_MS),
  });
  const ordered = useMutation({
    mutationFn: orderPower,
    onSuccess: (power) => queries.setQueryData(["power"], power),
    onError: () => queries.invalidateQueries({ queryKey: ["power"] }),
  });
  if (!asked.data?.has_switch) return null;
  return {
    power: asked.data,
    told_ms: asked.dataUpdatedAt,
    isOrdering: ordered.isPending,
    refusal: ordered.error,
    order: (what) => ordered.mutate(what),
    forget: () => ordered.reset(),
  };
}
