/** What should be painted: prompt, strength, count, and under "more" what is asked for less often. */
import { useQuery } from "@tanstack/react-query";
import { type Dispatch, useId } from "react";
import { useTranslation } from "react-i18next";
import { getEngines } from "../api/client";
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
        <label className="field">
          <span>{t("wishes.seed")}</span>
          <input
            inputMode="numeric"
            autoComplete="off"
            value={wishes.seed}
            placeholder={t("wishes.seedHint")}
            onChange={(event) => wish({ seed: event.target.value })}
          />
        </label>
      </div>
      <EngineChoice value={wishes.engine} onChange={(engine) => wish({ engine })} />
      <details>
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

function EngineChoice({ value, onChange }: { value: string; onChange: (engine: string) => void }) {
  const { t } = useTranslation();
  const engines = useQuery({ queryKey: ["engines"], queryFn: getEngines, staleTime: 60_000 });
  const known = engines.data?.items ?? [];
  const chosen = known.find((engine) => engine.engine === value) ?? known[0];
  if (!chosen) return null;
  return (
    <label className="field">
      <span>{t("wishes.engine")}</span>
      <select value={chosen.engine} onChange={(event) => onChange(event.target.value)}>
        {known.map(({ engine, is_stable_diffusion }) => (
          <option key={engine} value={engine}>
            {is_stable_diffusion ? engine : `${engine}: ${t("wishes.notStableDiffusion")}`}
          </option>
        ))}
      </select>
      <span className="soft">{chosen.description}</span>
    </label>
  );
}
