/** The list as others change it: read anew after news, when the hand that judges rests; the present picture stays present. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { getPosition } from "../api/pool";
import type { Source } from "../pool/source";
import { onGardenNews } from "../shell/gardenNews";
import type { Judge } from "./judge";
import type { Place } from "./place";
import { QueueSource } from "./queue";

const REST_MS = 2_500; // after the last verdict, and between two readings

const KEYS = ["facets", "agreement", "commit", "pool"]; // what is told beside the list

interface Now {
  readonly place: Place;
  readonly at: number;
  readonly judge: Judge;
  moved(row: number): void; // the present picture has this row now
}

export function useFresh(source: Source, now: Now): void {
  const queries = useQueryClient();
  const latest = useRef(now);
  latest.current = now;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isOver = false;
    let given = latest.current.judge.given();
    const look = async () => {
      timer = null;
      const { judge, at, place } = latest.current;
      if (judge.waiting() > 0 || judge.given() !== given) {
        given = judge.given();
        later();
        return;
      }
      const id = source.itemAt(at)?.id ?? null;
      for (const key of KEYS) void queries.invalidateQueries({ queryKey: [key] }, { cancelRefetch: false });
      const end = source instanceof QueueSource && source.isDone() ? source.rows() : null;
      await source.freshen();
      if (!isOver && end !== null && source.rows() > end) return latest.current.moved(end);
      if (isOver || id === null || latest.current.at !== at || source.itemAt(at)?.id === id) return;
      const row = source.rowOf(id) ?? (await rowOnServer(place, id));
      if (!isOver && row !== null && latest.current.at === at) latest.current.moved(row);
    };
    const later = () => {
      timer ??= setTimeout(() => void look(), REST_MS);
    };
    const end = onGardenNews(later);
    return () => {
      isOver = true;
      end();
      if (timer !== null) clearTimeout(timer);
    };
  }, [source, queries]);
}

/** A picture that has moved out of the pages that are held. */
const rowOnServer = (place: Place, id: string): Promise<number | null> =>
  place.mode === "list" && !place.picture
    ? getPosition(place.filters, id).catch(() => null)
    : Promise.resolve(null);
