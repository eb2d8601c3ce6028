/** The form's content. It survives a walk to another page; after a reload the job brings its wishes back. */
import { useCallback, useEffect, useState } from "react";
import { settingsOf } from "../painting/settings";
import { usePreferences } from "../shell/usePreferences";
import { type Draft, emptyDraft } from "./draft";

let kept = emptyDraft;

export function useDraft(): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState(kept);
  const change = useCallback((changed: Draft) => {
    kept = changed;
    setDraft(changed);
  }, []);
  useOwnBeginning(change);
  return [draft, change];
}

/** A form that nobody has touched begins as its person wishes all new work to begin. */
function useOwnBeginning(change: (draft: Draft) => void): void {
  const { defaults } = usePreferences().data;
  useEffect(() => {
    if (!defaults || kept !== emptyDraft) return;
    change({ ...emptyDraft, negative: defaults.negative_prompt ?? "", settings: settingsOf(defaults) });
  }, [defaults, change]);
}
