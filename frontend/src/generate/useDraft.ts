/** The form's content. It survives a walk to another page; after a reload the job brings its wishes back. */
import { useCallback, useState } from "react";
import { type Draft, emptyDraft } from "./draft";

let kept = emptyDraft;

export function useDraft(): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState(kept);
  const change = useCallback((changed: Draft) => {
    kept = changed;
    setDraft(changed);
  }, []);
  return [draft, change];
}
