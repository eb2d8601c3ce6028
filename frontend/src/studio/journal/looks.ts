/** Acts on the steps: how each is shown and in which order. Values in, new values out. */
import type { Journal, Step } from "../api/journals";
import type { StepLook } from "../model/sheet";

export const changedLook = (
  looks: readonly StepLook[],
  id: string,
  change: Partial<StepLook>,
): readonly StepLook[] => looks.map((look) => (look.id === id ? { ...look, ...change } : look));

/** The step further up (1) or down (-1); painted later is further up. */
export function movedLook(looks: readonly StepLook[], id: string, way: 1 | -1): readonly StepLook[] {
  const place = looks.findIndex((look) => look.id === id);
  return placedLook(looks, id, place + way);
}

/** The step at another place, counted from the first painted; held within the list. */
export function placedLook(looks: readonly StepLook[], id: string, place: number): readonly StepLook[] {
  const look = looks.find((one) => one.id === id);
  if (!look) return looks;
  const others = looks.filter((one) => one !== look);
  return others.toSpliced(Math.min(Math.max(place, 0), others.length), 0, look);
}

export const withoutLook = (looks: readonly StepLook[], id: string): readonly StepLook[] =>
  looks.filter((look) => look.id !== id);

/** A step that was put aside, back on top as it was shown last. */
export const broughtBack = (looks: readonly StepLook[], step: Step): readonly StepLook[] => [
  ...looks,
  { id: step.id, opacity: step.opacity, muted: false, feather_px: step.feather_px },
];

/** A step with how it is shown here. */
export interface ShownStep {
  readonly step: Step;
  readonly look: StepLook;
}

/** The steps as they are arranged here, first painted first. */
export function shownSteps(journal: Journal, looks: readonly StepLook[]): readonly ShownStep[] {
  const known = new Map([...journal.aside, ...journal.steps].map((step) => [step.id, step]));
  return looks.flatMap((look) => {
    const step = known.get(look.id);
    return step ? [{ step, look }] : [];
  });
}

/** The steps that are taken out here. */
export function asideSteps(journal: Journal, looks: readonly StepLook[]): readonly Step[] {
  const shown = new Set(looks.map(({ id }) => id));
  return [...journal.steps, ...journal.aside].filter(({ id }) => !shown.has(id));
}
