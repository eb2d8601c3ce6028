/** The candidates on trial: independent results over the same base, best seam first; one of them is shown. */
import type { Step } from "../api/journals";
import type { StepLook } from "../model/sheet";
import type { Store } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";

/** All candidates of the runs that wait for a choice, best seam first. */
export function candidatesOf({ journal, pending }: Pick<Studio, "journal" | "pending">): readonly Step[] {
  const trials = (journal?.steps ?? []).filter(({ job }) => job !== null && pending.includes(job));
  return [...trials].sort((one, other) => (one.seam_score ?? 0) - (other.seam_score ?? 0));
}

/** The candidate that is shown now, or null where none is. */
export const shownCandidate = (candidates: readonly Step[], looks: readonly StepLook[]): Step | null =>
  candidates.find(({ id }) => looks.some((look) => look.id === id && !look.muted)) ?? null;

/** The looks with one candidate shown and the others hidden; null hides all: the base. */
export function choosing(
  looks: readonly StepLook[],
  candidates: readonly Step[],
  chosen: string | null,
): readonly StepLook[] {
  const trials = new Set(candidates.map(({ id }) => id));
  return looks.map((look) => (trials.has(look.id) ? { ...look, muted: look.id !== chosen } : look));
}

/** Show a candidate; one step that can be undone. */
export function choose(store: Store, chosen: string | null): void {
  const studio = store.get();
  const steps = choosing(sheetOf(studio).steps, candidatesOf(studio), chosen);
  store.tell({ type: "act", sheet: { steps }, on: "candidate" });
}

export function nextCandidate(store: Store, way: 1 | -1): void {
  const studio = store.get();
  const candidates = candidatesOf(studio);
  if (candidates.length === 0) return;
  const shown = shownCandidate(candidates, sheetOf(studio).steps);
  const place = shown ? candidates.indexOf(shown) : -1;
  const after = candidates[(place + way + candidates.length) % candidates.length];
  if (after) choose(store, after.id);
}

/** The choice is made: the shown candidate stays, the others are put aside, from where they can be brought back. */
export function keep(store: Store): void {
  const studio = store.get();
  const trials = new Set(candidatesOf(studio).map(({ id }) => id));
  const { steps } = sheetOf(studio);
  const kept = steps.filter(({ id, muted }) => !(trials.has(id) && muted));
  if (kept.length < steps.length) store.tell({ type: "act", sheet: { steps: kept } });
  store.tell({ type: "keep" });
}
