/** One verdict on all that a filter finds: in parts, which can be stopped between two of them. */
import { useRef, useState } from "react";
import { getPool, judge, MOST_JUDGED, type PoolPicture, type Verdict } from "../api/pool";
import type { Filters } from "../pool/filters";

export interface ForAll {
  readonly told: { readonly done: number; readonly isOver: boolean } | null;
  readonly error: Error | null;
  /** Gives back in how many parts it was carried out. */
  run(filters: Filters, verdict: Verdict, stars: number | null): Promise<number>;
  stop(): void;
  forget(): void; // what was told
}

export function useAll(onAnswer: (items: readonly PoolPicture[]) => void): ForAll {
  const [told, setTold] = useState<ForAll["told"]>(null);
  const [error, setError] = useState<Error | null>(null);
  const isStopped = useRef(false);
  const run = async (filters: Filters, verdict: Verdict, stars: number | null) => {
    isStopped.current = false;
    setError(null);
    let done = 0;
    let parts = 0;
    setTold({ done, isOver: false });
    try {
      let cursor: string | null = null;
      do {
        const page = await getPool(filters, cursor === null ? { position: 0 } : { cursor }, MOST_JUDGED);
        if (page.items.length === 0) break;
        const ids = page.items.map(({ id }) => id);
        onAnswer((await judge(ids, verdict, stars ?? undefined)).items);
        parts += 1;
        done += ids.length;
        setTold({ done, isOver: false });
        cursor = page.next_cursor;
      } while (cursor !== null && !isStopped.current);
    } catch (reason) {
      setError(reason as Error);
    }
    setTold({ done, isOver: true });
    return parts;
  };
  return {
    told,
    error,
    run,
    stop: () => {
      isStopped.current = true;
    },
    forget: () => setTold(null),
  };
}
