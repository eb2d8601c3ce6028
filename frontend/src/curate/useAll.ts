/** One verdict on all that a filter finds: in parts, which can be stopped between two of them. */
import { useRef, useState } from "react";
import { getPool, judge, MOST_JUDGED, type PoolPicture, type Verdict } from "../api/pool";
import type { Filters } from "../pool/filters";

export interface ForAll {
  readonly told: { readonly done: number; readonly isOver: boolean } | null;
  readonly error: Error | null;
  give(filters: Filters, verdict: Verdict, stars: number | null): void;
  stop(): void;
}

export function useAll(onAnswer: (items: readonly PoolPicture[]) => void): ForAll {
  const [told, setTold] = useState<ForAll["told"]>(null);
  const [error, setError] = useState<Error | null>(null);
  const isStopped = useRef(false);
  const give = async (filters: Filters, verdict: Verdict, stars: number | null) => {
    isStopped.current = false;
    setError(null);
    let done = 0;
    setTold({ done, isOver: false });
    try {
      let cursor: string | null = null;
      do {
        const page = await getPool(filters, cursor === null ? { position: 0 } : { cursor }, MOST_JUDGED);
        if (page.items.length === 0) break;
        const ids = page.items.map(({ id }) => id);
        onAnswer((await judge(ids, verdict, stars ?? undefined)).items);
        done += ids.length;
        setTold({ done, isOver: false });
        cursor = page.next_cursor;
      } while (cursor !== null && !isStopped.current);
    } catch (reason) {
      setError(reason as Error);
    }
    setTold({ done, isOver: true });
  };
  return {
    told,
    error,
    give: (...wish) => void give(...wish),
    stop: () => {
      isStopped.current = true;
    },
  };
}
