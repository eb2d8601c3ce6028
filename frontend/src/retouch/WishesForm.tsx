/** What should be painted: prompt, strength, count, and under "more" what is asked for less often. */
import { type Dispatch, useId } from "react";
import { useTranslation } from "react-i18next";
import { AddLora } from "../painting/AddLora";
import { EngineChoice } from "../painting/EngineChoice";
import { NumberField } from "../painting/NumberField";
import { SettingsFields } from "../painting/SettingsFields";
import { isSeed } from "../painting/seed";
import { type Settings, withLora } from "../painting/settings";
import { BoxFields } from "./BoxFields";
import { type Action, type Desk, MOST_CANDIDATES, type Wishes } from "./state";

interface Props {
  desk: Desk;
  tell: Dispatch<Action>;
}

export function WishesForm({ desk, tell }: Props) {
  const { t } = useTranslation();
  const { wishes } = desk;
  const wish = (change: Partial<Wishes>) => tell({ type: "wish", wishes: change });
  const settle = (settings: Settings) => wish({ settings });
  return (
    <form className="wishes" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        <span>{t("wishes.prompt")}</span>
        <textarea
          rows={3}
          value={wishes.prompt}
          placeholder={t("wishes.promptHint")}
          onChange={(event) => wish({ prompt: event.target.value })}
        />
      </label>
      <Strength value={wishes.strength} onChange={(strength) => wish({ strength })} />
      <div className="pair">
        <label className="field">
          <span>{t("wishes.count")}</span>
          <select value={wishes.count} onChange={(event) => wish({ count: Number(event.target.value) })}>
            {Array.from({ length: MOST_CANDIDATES }, (_, index) => index + 1).map((count) => (
              <option key={count}>{count}</option>
            ))}
          </select>
        </label>
        <NumberField
          label={t("wishes.seed")}
          value={wishes.seed}
          placeholder={t("wishes.seedHint")}
          isWrong={!isSeed(wishes.seed)}
          onChange={(seed) => wish({ seed })}
        />
      </div>
      <EngineChoice settings={wishes.settings} onChange={settle} />
      <details className="more-fields">
        <summary>{t("wishes.more")}</summary>
        <label className="field">
          <span>{t("wishes.negative")}</span>
          <textarea
            rows={2}
            value={wishes.negative}
            placeholder={t("wishes.negativeHint")}
            onChange={(event) => wish({ negative: event.target.value })}
          />
        </label>
        <SettingsFields settings={wishes.settings} onChange={settle} />
        <AddLora
          settings={wishes.settings}
          onAdd={(name) => wish({ prompt: withLora(wishes.prompt, name) })}
        />
        <BoxFields desk={desk} tell={tell} />
      </details>
    </form>
  );
}

function Strength({ value, onChange }: { value: number; onChange: (strength: number) => void }) {
  const { t } = useTranslation();
  const ends = useId();
  return (
    <label className="field">
      <span>
        {t("wishes.strength")} <output>{value}</output>
      </span>
      <input
        type="range"
        min={0}
        max={100}
        value={value}
        aria-describedby={ends}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <span id={ends} className="ends soft">
        <span>{t("wishes.strengthLow")}</span>
        <span>{t("wishes.strengthHigh")}</span>
      </span>
    </label>
  );
}
