/** What helps with words, folded below the fields: the exact string, lists of words, sentences for each emotion. */
import { useTranslation } from "react-i18next";
import type { Reader } from "../studio/prompt/useCount";
import { withMore } from "./choices";
import { Exact } from "./Exact";
import { Templates } from "./Templates";
import { Wildcards } from "./Wildcards";
import "../style/prompts.css";

interface Props {
  prompt: string;
  seed: string;
  settings: Reader;
  onChange: (prompt: string) => void;
}

export function PromptRoom({ prompt, seed, settings, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="prompt-room">
      <Exact prompt={prompt} seed={seed} settings={settings} />
      <details>
        <summary>{t("prompts.wildcards")}</summary>
        <Wildcards onAdd={(text) => onChange(withMore(prompt, text))} />
      </details>
      <details>
        <summary>{t("prompts.templates")}</summary>
        <Templates onUse={onChange} />
      </details>
    </div>
  );
}
