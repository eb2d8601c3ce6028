/** One cell in the original's words: emotion, its word, a favorite, and the rest of the prompt. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { EmotionChoice } from "../prompts/EmotionChoice";
import { PromptField } from "../prompts/PromptField";
import { PromptRoom } from "../prompts/PromptRoom";
import { useWordNames } from "../prompts/wordName";
import { FAVORITES, felt } from "./draft";
import type { PartProps } from "./NewRun";

export function SimpleCell({ draft, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <form className="sheet-body cell-form" onSubmit={(event) => event.preventDefault()}>
      <div className="pair">
        <EmotionChoice
          label={t("prompts.emotion")}
          value={draft.emotion}
          onChange={(emotion) => onChange(felt(draft, emotion))}
        />
        <label className="field">
          <span>{t("bulk.emotionText")}</span>
          <input
            value={draft.emotionText}
            onChange={(event) => onChange({ emotionText: event.target.value })}
          />
        </label>
      </div>
      <FavoriteField value={draft.favorite} onChange={(favorite) => onChange({ favorite })} />
      <label className="tick-line">
        <input
          type="checkbox"
          checked={draft.favoriteInPrompt}
          onChange={(event) => onChange({ favoriteInPrompt: event.target.checked })}
        />
        {t("bulk.favoriteInPrompt")}
      </label>
      <PromptField
        label={t("bulk.others")}
        value={draft.others}
        onChange={(others) => onChange({ others })}
      />
      <details className="more-fields" open={draft.prompt !== ""}>
        <summary>{t("bulk.wholePrompt")}</summary>
        <p className="soft">{t("bulk.wholePromptHint")}</p>
        <PromptField
          label={t("wishes.prompt")}
          value={draft.prompt}
          settings={draft.settings}
          onChange={(prompt) => onChange({ prompt })}
        />
      </details>
      <details className="word-room">
        <summary>{t("prompts.room")}</summary>
        <PromptRoom
          prompt={draft.prompt || draft.others}
          seed={draft.seed}
          settings={draft.settings}
          onChange={(prompt) => onChange(draft.prompt ? { prompt } : { others: prompt })}
        />
      </details>
    </form>
  );
}

const OWN = "*";

/** None, one of the 64, or other words. */
function FavoriteField({ value, onChange }: { value: string; onChange: (favorite: string) => void }) {
  const { t } = useTranslation();
  const names = useWordNames();
  const id = useId();
  const isKnown = value === "" || FAVORITES.includes(value);
  const [chosen, typed] = isKnown ? [value, ""] : [OWN, value.trim()];
  return (
    <div className="pair">
      <label className="field">
        <span>{t("bulk.favorite")}</span>
        <select
          value={chosen}
          onChange={(event) => onChange(event.target.value === OWN ? " " : event.target.value)}
        >
          <option value="">{t("bulk.noFavorite")}</option>
          {FAVORITES.map((favorite) => (
            <option key={favorite} value={favorite}>
              {names.favorite(favorite)}
            </option>
          ))}
          <option value={OWN}>{t("bulk.ownFavorite")}</option>
        </select>
      </label>
      {chosen === OWN && (
        <label className="field">
          <span>{t("bulk.ownFavorite")}</span>
          <input
            id={id}
            maxLength={100}
            value={typed}
            onChange={(event) => onChange(event.target.value || " ")}
          />
        </label>
      )}
    </div>
  );
}
