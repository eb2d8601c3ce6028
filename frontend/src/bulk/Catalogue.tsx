/** Everything: each of the 64 favorites of each of the eight emotions. */
import { useTranslation } from "react-i18next";
import { EMOTIONS } from "../pool/words";
import { PromptField } from "../prompts/PromptField";
import { FAVORITES, totalOf } from "./draft";
import type { PartProps } from "./NewRun";

export function Catalogue({ draft, onChange }: PartProps) {
  const { t, i18n } = useTranslation();
  const total = totalOf(draft);
  return (
    <form className="sheet-body cell-form" onSubmit={(event) => event.preventDefault()}>
      <p>
        {t("bulk.catalogueHint", { emotions: EMOTIONS.length, favorites: FAVORITES.length })}{" "}
        {total !== null && (
          <strong>{t("bulk.pictures", { count: total, number: total.toLocaleString(i18n.language) })}</strong>
        )}
      </p>
      <label className="tick-line">
        <input
          type="checkbox"
          checked={draft.favoriteInCatalogue}
          onChange={(event) => onChange({ favoriteInCatalogue: event.target.checked })}
        />
        {t("bulk.favoriteInPrompt")}
      </label>
      <PromptField
        label={t("bulk.others")}
        value={draft.others}
        onChange={(others) => onChange({ others })}
      />
    </form>
  );
}
