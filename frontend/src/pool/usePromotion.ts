/** A promotion from the order to its end: asked for once, watched while it runs, undone, gone on with. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { newKey } from "../api/key";
import {
  continuePromotion,
  getPromotion,
  type Promotion,
  type PromotionWish,
  promote,
  undoPromotion,
} from "../api/promotions";

const POLL_MS = 700;

export interface Promoting {
  readonly promotion: Promotion | null; // the last that was ordered here
  readonly error: Error | null;
  readonly isBusy: boolean;
  order(wish: PromotionWish): void;
  undo(id?: string): void; // of the last one, or of that one
  goOn(id: string): void;
  forget(): void;
}

type Wish =
  | { readonly order: PromotionWish; readonly key: string }
  | { readonly undo: string }
  | { readonly goOn: string };

/** `onMoved`: pictures may be elsewhere now. */
export function usePromotion(onMoved: () => void): Promoting {
  const queries = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const given = useMutation({
    mutationFn: (wish: Wish) => {
      if ("order" in wish) return promote(wish.order, wish.key);
      return "undo" in wish ? undoPromotion(wish.undo) : continuePromotion(wish.goOn);
    },
    onSuccess: (promotion) => {
      queries.setQueryData(["promotion", promotion.id], promotion);
      setId(promotion.id);
      for (const key of ["promotions", "facets", "commit", "pool"])
        void queries.invalidateQueries({ queryKey: [key] });
      onMoved();
    },
  });
  const watched = useQuery({
    queryKey: ["promotion", id],
    queryFn: async () => {
      const now = await getPromotion(id ?? "");
      if (now.state !== "running") {
        void queries.invalidateQueries({ queryKey: ["promotions"] });
        onMoved();
      }
      return now;
    },
    enabled: id !== null && queries.getQueryData<Promotion>(["promotion", id])?.state === "running",
    refetchInterval: ({ state }) => (state.data?.state === "running" ? POLL_MS : false),
  });
  const { mutate, reset } = given;
  const last = watched.data ?? null;
  return {
    promotion: id === null ? null : last,
    error: given.error ?? watched.error,
    isBusy: given.isPending || last?.state === "running",
    order: useCallback((wish) => mutate({ order: wish, key: newKey() }), [mutate]),
    undo: useCallback(
      (wanted = id ?? undefined) => {
        if (wanted) mutate({ undo: wanted });
      },
      [mutate, id],
    ),
    goOn: useCallback((wanted) => mutate({ goOn: wanted }), [mutate]),
    forget: useCallback(() => {
      reset();
      setId(null);
    }, [reset]),
  };
}
