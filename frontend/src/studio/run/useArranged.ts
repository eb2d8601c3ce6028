/** Tells the server how the steps are to be shown, a moment after that was changed here. */
import { useEffect } from "react";
import { ApiError } from "../../api/client";
import { arrangeSteps, getJournal } from "../api/journals";
import type { StepLook } from "../model/sheet";
import { type Store, useStore } from "../model/store";
import { looksOf, sheetOf } from "../model/studio";

const PAUSE_MS = 250;
const RETRY_MS = 4_000;

export const isSameLook = (one: readonly StepLook[], other: readonly StepLook[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export function useArranged(): void {
  const store = useStore();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isBusy = false;
    const later = (pause_ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => void send(), pause_ms);
    };
    const send = async () => {
      if (isBusy) return later(PAUSE_MS);
      isBusy = true;
      try {
        await arranged(store);
      } catch (error) {
        if (!(error instanceof ApiError)) later(RETRY_MS);
        else store.tell({ type: "failed", problem: error.message });
      } finally {
        isBusy = false;
      }
    };
    const end = store.subscribe(() => isDue(store) && later(PAUSE_MS));
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [store]);
}

function isDue(store: Store): boolean {
  const { journal } = store.get();
  return journal !== null && !isSameLook(looksOf(journal), sheetOf(store.get()).steps);
}

/** Bring the server's journal to what the sheet shows. Where it has moved on, its news are taken in first. */
export async function arranged(store: Store): Promise<void> {
  const { journal } = store.get();
  if (!journal || !isDue(store)) return;
  const { steps } = sheetOf(store.get());
  try {
    const after = await arrangeSteps(journal.id, journal.version, steps);
    // What was changed here while the answer was on its way stays, and is sent next.
    if (store.get().journal?.id === journal.id) take(store, after, steps);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
    const news = await getJournal(journal.id);
    take(store, news, steps);
    store.tell({
      type: "act",
      sheet: { steps: merged(sheetOf(store.get()).steps, looksOf(journal), looksOf(news)) },
    });
  }
}

function take(store: Store, after: Parameters<typeof looksOf>[0], sent: readonly StepLook[]): void {
  const now = sheetOf(store.get()).steps;
  store.tell({ type: "journal", journal: after });
  if (now !== sent) store.tell({ type: "act", sheet: { steps: now }, on: "steps" });
}

/** Our arrangement with the steps that others have added, and without those that others took out. */
export function merged(
  ours: readonly StepLook[],
  before: readonly StepLook[],
  theirs: readonly StepLook[],
): readonly StepLook[] {
  const known = new Set(before.map(({ id }) => id));
  const there = new Set(theirs.map(({ id }) => id));
  const kept = ours.filter(({ id }) => there.has(id) || !known.has(id));
  const mine = new Set(kept.map(({ id }) => id));
  return [...kept, ...theirs.filter(({ id }) => !known.has(id) && !mine.has(id))];
}
