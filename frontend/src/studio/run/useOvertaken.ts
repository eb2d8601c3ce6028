/** The two ways on after another tab has saved the same draft. */
import { useMutation } from "@tanstack/react-query";
import { getDraft } from "../api/drafts";
import { getJournal } from "../api/journals";
import { useStore } from "../model/store";
import { restored } from "./draft";
import type { Autosave } from "./useAutosave";

export function useOvertaken(autosave: Autosave) {
  const store = useStore();
  const acting = useMutation({
    mutationFn: async (isTheirs: boolean) => {
      const { journal, picture } = store.get();
      if (!journal || !picture) return;
      const draft = await getDraft(journal.id);
      if (!isTheirs) return autosave.overwrite(draft.version);
      const [found, news] = await Promise.all([restored(draft), getJournal(journal.id)]);
      store.tell({ type: "open", picture, journal: news, ...found });
      autosave.begin(journal.id, draft.version, found.sheet);
    },
  });
  return {
    isBusy: acting.isPending,
    takeTheirs: () => acting.mutate(true),
    keepMine: () => acting.mutate(false),
  };
}
