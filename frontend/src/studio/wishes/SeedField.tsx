/** The seed: empty is random; drawn by the dice, or taken again from the newest step. */
import { useTranslation } from "react-i18next";
import { NumberField } from "../../painting/NumberField";
import { isSeed } from "../../painting/seed";
import { useStudio } from "../model/store";
import { lastSeedOf } from "./lastSeed";
import { drawnSeed } from "./strip";
import type { Wish } from "./useWish";

export function SeedField({ seed, wish }: { seed: string; wish: Wish }) {
  const { t } = useTranslation();
  const last = useStudio(lastSeedOf);
  return (
    <div className="seed">
      <NumberField
        label={t("wishes.seed")}
        value={seed}
        placeholder={t("wishes.seedHint")}
        isWrong={!isSeed(seed)}
        onChange={(typed) => wish({ seed: typed }, "seed")}
      />
      <button
        type="button"
        className="dice"
        aria-label={t("strength.dice")}
        title={t("strength.dice")}
        onClick={() => wish({ seed: String(drawnSeed()) })}
      >
        <Dice />
      </button>
      <div className="seed-last">
        {last !== null && (
          <button type="button" disabled={seed === String(last)} onClick={() => wish({ seed: String(last) })}>
            {t("strength.reuse", { seed: last })}
          </button>
        )}
        {seed !== "" && (
          <button type="button" onClick={() => wish({ seed: "" })}>
            {t("strength.random")}
          </button>
        )}
      </div>
    </div>
  );
}

const Dice = () => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <rect x="4" y="4" width="16" height="16" rx="3" />
    {[
      [8.5, 8.5],
      [15.5, 8.5],
      [12, 12],
      [8.5, 15.5],
      [15.5, 15.5],
    ].map(([x, y]) => (
      <circle key={`${x} ${y}`} className="solid" cx={x} cy={y} r="0.6" />
    ))}
  </svg>
);
