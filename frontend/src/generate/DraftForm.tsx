/** What should be painted: words, size, count, seed, engine, and under "more" what is asked for less often. */
import { useTranslation } from "react-i18next";
import { AddLora } from "../painting/AddLora";
import { EngineChoice } from "../painting/EngineChoice";
import { NumberField } from "../painting/NumberField";
import { SettingsFields } from "../painting/SettingsFields";
import { isSeed } from "../painting/seed";
import { type Settings, withLora } from "../painting/settings";
import { PromptField } from "../prompts/PromptField";
import { PromptRoom } from "../prompts/PromptRoom";
import { type Draft, MOST_PICTURES } from "./draft";
import { SeedKeys } from "./SeedKeys";
import { SizeFields } from "./SizeFields";

interface Props {
  draft: Draft;
  lastSeed: number | null; // of the newest picture
  onChange: (draft: Draft) => void;
}

export function DraftForm({ draft, lastSeed, onChange }: Props) {
  const { t } = useTranslation();
  const set = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  const settle = (settings: Settings) => set({ settings });
  return (
    <form className="wishes" onSubmit={(event) => event.preventDefault()}>
      <PromptField
        label={t("wishes.prompt")}
        rows={4}
        value={draft.prompt}
        hint={t("generate.promptHint")}
        settings={draft.settings}
        onChange={(prompt) => set({ prompt })}
      />
      <details className="word-room">
        <summary>{t("prompts.room")}</summary>
        <PromptRoom
          prompt={draft.prompt}
          seed={draft.seed}
          settings={draft.settings}
          onChange={(prompt) => set({ prompt })}
        />
      </details>
      <PromptField
        label={t("wishes.negative")}
        rows={2}
        value={draft.negative}
        hint={t("wishes.negativeHint")}
        onChange={(negative) => set({ negative })}
      />
      <SizeFields draft={draft} onChange={onChange} />
      <div className="pair">
        <label className="field">
          <span>{t("generate.count")}</span>
          <select value={draft.count} onChange={(event) => set({ count: Number(event.target.value) })}>
            {Array.from({ length: MOST_PICTURES }, (_, index) => index + 1).map((count) => (
              <option key={count}>{count}</option>
            ))}
          </select>
        </label>
        <NumberField
          label={t("wishes.seed")}
          value={draft.seed}
          placeholder={t("wishes.seedHint")}
          isWrong={!isSeed(draft.seed)}
          onChange={(seed) => set({ seed })}
        />
      </div>
      <SeedKeys seed={draft.seed} last={lastSeed} onChange={(seed) => set({ seed })} />
      <EngineChoice settings={draft.settings} onChange={settle} />
      <details className="more-fields">
        <summary>{t("wishes.more")}</summary>
        <SettingsFields settings={draft.settings} onChange={settle} />
        <AddLora settings={draft.settings} onAdd={(name) => set({ prompt: withLora(draft.prompt, name) })} />
      </details>
    </form>
  );
}
