/** Changes wishes; quick changes of one control, named by `on`, are one step back. */
import type { Wishes } from "../model/sheet";
import { useStore } from "../model/store";

export type Wish = (wishes: Partial<Wishes>, on?: string) => void;

export function useWish(): Wish {
  const store = useStore();
  return (wishes, on) => store.tell({ type: "wish", wishes, ...(on ? { on } : {}) });
}
