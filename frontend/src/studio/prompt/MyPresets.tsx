/** A person's own presets: put into the prompt by one press, kept from it, forgotten. */
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../shell/usePreferences";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { CrossIcon } from "./icons";
import { type OwnPresets, presetsOf, type Side, withoutPreset, withPreset } from "./ownPresets";
import { negativeOf, serialised, tokensOf } from "./serialise";
import { added } from "./tokens";

const FIELDS = { positive: "prompt", negative: "negative" } as const satisfies Record<Side, string>;

export function MyPresets() {
  const { t } = useTranslation();
  const store = useStore();
  const wishes = useStudio((studio) => sheetOf(studio).wishes);
  const { data, save, isReady } = usePreferences();
  const presets = presetsOf(data);
  if (!isReady) return null;
  const keep = (side: Side, prompt: string) => save({ presets: withPreset(presets, side, prompt) });
  const put = (side: Side, prompt: string) => {
    const field = FIELDS[side];
    store.tell({ type: "wish", wishes: { [field]: added(wishes[field], tokensOf(prompt)) } });
  };
  const isNone = presets.positive.length + presets.negative.length === 0;
  return (
    <details className="my-presets">
      <summary>{t("words.presets")}</summary>
      {isNone && <p className="soft">{t("words.noPresets")}</p>}
      <Kept presets={presets} side="positive" onPut={put} onForget={forget} />
      <Kept presets={presets} side="negative" onPut={put} onForget={forget} />
      <div className="keep-all">
        <button type="button" onClick={() => keep("positive", serialised(wishes.prompt))}>
          {t("words.keepAll")}
        </button>
        <button type="button" onClick={() => keep("negative", negativeOf(wishes))}>
          {t("words.keepAllNegative")}
        </button>
      </div>
    </details>
  );

  function forget(side: Side, prompt: string) {
    save({ presets: withoutPreset(presets, side, prompt) });
  }
}

interface KeptProps {
  presets: OwnPresets;
  side: Side;
  onPut: (side: Side, prompt: string) => void;
  onForget: (side: Side, prompt: string) => void;
}

function Kept({ presets, side, onPut, onForget }: KeptProps) {
  const { t } = useTranslation();
  if (presets[side].length === 0) return null;
  return (
    <ul className="kept" aria-label={t(`words.${FIELDS[side]}`)}>
      {presets[side].map((prompt) => (
        <li key={prompt} className={side}>
          <button
            type="button"
            className="word"
            aria-label={t("words.addPreset", { text: prompt })}
            onClick={() => onPut(side, prompt)}
          >
            {prompt}
          </button>
          <button
            type="button"
            className="cross"
            aria-label={t("words.forget", { text: prompt })}
            onClick={() => onForget(side, prompt)}
          >
            <CrossIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}
