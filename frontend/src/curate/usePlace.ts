/** The place on the page and in the address at once. Filters make a step of the browser's history, walking does not. */
import { useCallback, useEffect, useRef, useState } from "react";
import { curateLink } from "../shell/route";
import { type Place, placeIn, searchAt } from "./place";

export interface Placed {
  readonly place: Place;
  go(change: Partial<Place>): void; // to another list
  walk(change: Pick<Place, "at" | "isClose">): void; // within the list
}

const WRITE_MS = 250; // browsers refuse an address that changes with each key held down

export function usePlace(search: string): Placed {
  const [place, setPlace] = useState(() => placeIn(search));
  const written = useRef(search);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (search === written.current) return;
    written.current = search;
    setPlace(placeIn(search));
  }, [search]);
  const latest = useRef(place);
  latest.current = place;
  const write = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    written.current = searchAt(latest.current);
    history.replaceState(history.state, "", curateLink(written.current));
  }, []);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  return {
    place,
    go: useCallback(
      (change) => {
        if (timer.current !== null) write();
        location.hash = curateLink(searchAt({ ...latest.current, at: 0, ...change }));
      },
      [write],
    ),
    walk: useCallback(
      (change) => {
        latest.current = { ...latest.current, ...change };
        setPlace(latest.current);
        timer.current ??= setTimeout(write, WRITE_MS);
      },
      [write],
    ),
  };
}
