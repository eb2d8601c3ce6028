/** A source as a component sees it: made when it is shown, closed when it goes, drawn anew after each change. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { Source } from "./source";

/** `make` is called again for another `key`; null until the first drawing is done. */
export function useSource<Made extends Source>(key: string, make: () => Made): Made | null {
  const [made, setMade] = useState<{ key: string; source: Made } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what `make` needs
  useEffect(() => {
    const source = make();
    setMade({ key, source });
    return () => source.close();
  }, [key]);
  return made?.key === key ? made.source : null;
}

interface Bell {
  readonly subscribe: (tell: () => void) => () => void;
  readonly version: () => number;
}

export const useVersion = ({ subscribe, version }: Bell): number => useSyncExternalStore(subscribe, version);
