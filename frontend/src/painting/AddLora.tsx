/** Adds a LoRA to the words; a button, since a list walked by keys would add each name on its way. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { engineOf, type Settings } from "./settings";
import { useEngines } from "./useEngines";

export function AddLora({ settings, onAdd }: { settings: Settings; onAdd: (name: string) => void }) {
  const { t } = useTranslation();
  const names = engineOf(useEngines().data?.items ?? [], settings)?.loras ?? [];
  const [wished, setWished] = useState("");
  const chosen = names.includes(wished) ? wished : names[0];
  if (!chosen) return null;
  return (
    <div className="add-lora">
      <label className="field">
        <span>{t("settings.lora")}</span>
        <select value={chosen} onChange={(event) => setWished(event.target.value)}>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => onAdd(chosen)}>
        {t("settings.addLora")}
      </button>
    </div>
  );
}
