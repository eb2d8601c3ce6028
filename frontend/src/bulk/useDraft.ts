/** The form's content. It survives a walk to another page; a link changes what it names. */
import { useState } from "react";
import { settingsOf } from "../painting/settings";
import { usePreferences } from "../shell/usePreferences";
import { type Draft, emptyDraft, linked } from "./draft";

let kept = emptyDraft;

export function useDraft(search: string): [Draft, (changes: Partial<Draft>) => void] {
  const { defaults } = usePreferences().data;
  const [draft, setDraft] = useState(() => {
    kept = linked(kept, search);
    return kept;
  });
  const isUntouched = draft.negative === "" && draft.settings === emptyDraft.settings;
  const begun: Draft =
    defaults && isUntouched
      ? { ...draft, negative: defaults.negative_prompt ?? "", settings: settingsOf(defaults) }
      : draft;
  const change = (changes: Partial<Draft>) => {
    kept = { ...begun, ...changes };
    setDraft(kept);
  };
  return [begun, change];
}
