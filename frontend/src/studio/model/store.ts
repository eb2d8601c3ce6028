/** One studio for the page, outside React: a stroke in progress must not wait for a render. */
import { createContext, useContext, useSyncExternalStore } from "react";
import { type Action, emptyStudio, next, type Studio } from "./studio";

export interface Store {
  get(): Studio;
  tell(action: Action): void;
  subscribe(listener: () => void): () => void;
}

export function newStore(first: Studio = emptyStudio): Store {
  let studio = first;
  const listeners = new Set<() => void>();
  return {
    get: () => studio,
    tell: (action) => {
      const after = next(studio, action);
      if (after === studio) return;
      studio = after;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const StoreContext = createContext<Store>(newStore());

export const useStore = (): Store => useContext(StoreContext);

/** A part of the studio; the component is drawn anew when that part changes. `choose` must give the same value for the same studio. */
export function useStudio<Part>(choose: (studio: Studio) => Part): Part {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => choose(store.get()));
}
