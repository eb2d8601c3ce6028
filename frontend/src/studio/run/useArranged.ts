/** Tells the server how the steps are to be shown, a moment after that was changed here. */
import { useEffect } from "react";
import { arrangeSteps, getJournal } from "../api/journals";
import type { StepLook } from "../model/sheet";
import { type Store, useStore } from "../model/store";
import { looksOf, type Studio, sheetOf } from "../model/studio";
import { isOvertaken, isUnreachable } from "./reach";

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
        if (isUnreachable(error)) later(RETRY_MS);
        else store.tell({ type: "trouble", problem: (error as Error).message });
      } finally {
        isBusy = false;
      }
    };
    const end = store.subscribe(() => isDue(store) && later(PAUSE_MS));
    const look = () => void refreshed(store);
    addEventListener("focus", look);
    return () => {
      clearTimeout(timer);
      removeEventListener("focus", look);
      end();
    };
  }, [store]);
}

/** The server does not show the steps yet as they are shown here. */
export const isUnarranged = (studio: Studio): boolean =>
  studio.journal !== null && !isSameLook(looksOf(studio.journal), sheetOf(studio).steps);

const isDue = (store: Store): boolean => isUnarranged(store.get());

/** Bring the server's journal to what the sheet shows. Where it has moved on, its news are taken in first. */
export async function arranged(store: Store): Promise<void> {
  const { journal } = store.get();
  if (!journal || !isDue(store)) return;
  const { steps } = sheetOf(store.get());
  try {
    const after = await arrangeSteps(journal.id, journal.version, steps);
    // What was changed or taken back here while the answer was on its way stays, and is sent next.
    if (store.get().journal?.id === journal.id)
      store.tell({ type: "journal", journal: after, steps: sheetOf(store.get()).steps });
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    const news = await getJournal(journal.id);
    const ours = sheetOf(store.get()).steps;
    store.tell({ type: "journal", journal: news, steps: merged(ours, looksOf(journal), looksOf(news)) });
  }
}

/** Take in what other tabs have done to the steps, when one comes back to this one. */
async function refreshed(store: Store): Promise<void> {
  const { journal, phase } = store.get();
  if (!journal || phase.at !== "drawing" || isDue(store)) return;
  const news = await getJournal(journal.id).catch(() => null); // out of reach: the next look will tell
  if (news && news.version > journal.version && store.get().journal === journal && !isDue(store))
    store.tell({ type: "journal", journal: news });
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
