/** Opens a picture with its newest journal, or a named one, and brings back what was being drawn on it. */
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { getPicture, getRetouches } from "../../api/client";
import type { Picture } from "../../api/types";
import { usePreferences } from "../../shell/usePreferences";
import { getDraft } from "../api/drafts";
import { beginJournal, getJournal, getJournals, type Journal } from "../api/journals";
import { useStore } from "../model/store";
import { wishesFrom } from "../wishes/defaults";
import { type Restored, restored } from "./draft";
import type { Autosave } from "./useAutosave";

interface Opened extends Restored {
  readonly picture: Picture;
  readonly journal: Journal;
  readonly version: number; // of the draft
}

export interface Opening {
  readonly isPending: boolean;
  readonly error: Error | null;
  again(): void;
}

export function useOpen(pictureId: string | null, journalId: string | null, autosave: Autosave): Opening {
  const store = useStore();
  const { data, isReady, error } = usePreferences();
  const { begin } = autosave;
  const opening = useMutation({
    mutationFn: async (id: string): Promise<Opened> => {
      const [picture, journal] = await Promise.all([getPicture(id), journalOf(id, journalId)]);
      const [draft, running] = await Promise.all([getDraft(journal.id), runningOn(journal.id)]);
      const found = await restored(draft, wishesFrom(data.defaults));
      return { ...found, job: found.job ?? running, picture, journal, version: draft.version };
    },
    onSuccess: ({ picture, journal, sheet, job, pending, version }) => {
      store.tell({ type: "open", picture, journal, sheet, job, pending });
      begin(journal.id, version, sheet);
    },
  });
  const { mutate } = opening;
  const isKnown = isReady || error !== null;
  useEffect(() => {
    const { picture, journal } = store.get();
    const isOpen = picture?.id === pictureId && (journalId === null || journal?.id === journalId);
    if (pictureId && isKnown && !isOpen) mutate(pictureId);
  }, [pictureId, journalId, isKnown, store, mutate]);
  return {
    isPending: opening.isPending,
    error: opening.error,
    again: () => pictureId && mutate(pictureId),
  };
}

/** A retouch that was asked for and whose answer no draft has seen. */
async function runningOn(journal: string): Promise<string | null> {
  const found = await Promise.all(
    (["running", "enqueued"] as const).map((state) => getRetouches(journal, state)),
  );
  return found.flatMap(({ items }) => items)[0]?.id ?? null;
}

async function journalOf(picture: string, id: string | null): Promise<Journal> {
  if (id) return getJournal(id);
  const [newest] = (await getJournals(picture, 1)).items;
  return newest ? getJournal(newest.id) : beginJournal(picture);
}
