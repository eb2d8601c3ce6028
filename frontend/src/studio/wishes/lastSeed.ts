/** The seed that was drawn for the newest picture. */
import type { Step } from "../api/journals";
import type { Studio } from "../model/studio";

/** The true seed of the newest step, or null. */
export function lastSeedOf({ journal }: Pick<Studio, "journal">): number | null {
  const newest = (one: Step | null, other: Step) => (one && one.created_at >= other.created_at ? one : other);
  return journal?.steps.reduce<Step | null>(newest, null)?.request.seed ?? null;
}
