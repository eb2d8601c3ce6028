/** What should be painted: words, size, count, seed, engine, and under "more" what is asked for less often. */
import { useTranslation } from "react-i18next";
import { AddLora } from "../painting/AddLora";
import { EngineChoice } from "../painting/EngineChoice";
import { NumberField } from "../painting/NumberField";
import { SettingsFields } from "../painting/SettingsFields";
import { isSeed } from "../painting/seed";
import { type Settings, withLora } from "../painting/settings";
import { type Draft, MOST_PICTURES } from "./draft";
import { SizeFields } from "./SizeFields";

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

export function DraftForm({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const set = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  const settle = (settings: Settings) => set({ settings });
  return (
    <form className="wishes" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        <span>{t("wishes.prompt")}</span>
        <textarea
          rows={3}
          value={draft.prompt}
          placeholder={t("generate.promptHint")}
          onChange={(event) => set({ prompt: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t("wishes.negative")}</span>
        <textarea
          rows={2}
          value={draft.negative}
          placeholder={t("wishes.negativeHint")}
          onChange={(event) => set({ negative: event.target.value })}
        />
      </label>
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
      <EngineChoice settings={draft.settings} onChange={settle} />
      <details className="more-fields">
        <summary>{t("wishes.more")}</summary>
        <SettingsFields settings={draft.settings} onChange={settle} />
        <AddLora settings={draft.settings} onAdd={(name) => set({ prompt: withLora(draft.prompt, name) })} />
      </details>
    </form>
  );
}
