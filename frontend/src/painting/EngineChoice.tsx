/** Which engine paints: those that can, each saying what it is not, and those that cannot with their reason. */
import { useTranslation } from "react-i18next";
import type { EngineOff } from "../api/types";
import { engineOf, type Settings, settingsFor } from "./settings";
import { useEngines } from "./useEngines";

const KNOWN = {
  painter: "engineIs.painter",
  diffusers: "engineIs.diffusers",
  webui: "engineIs.webui",
  endpoints: "engineIs.endpoints",
} as const;
type Known = keyof typeof KNOWN;

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

export function EngineChoice({ settings, onChange }: Props) {
  const { t } = useTranslation();
  const { items = [], unavailable = [] } = useEngines().data ?? {};
  const chosen = engineOf(items, settings);
  if (!chosen) return null;
  const choose = (name: string) => {
    const engine = items.find((one) => one.engine === name);
    if (engine) onChange(settingsFor(engine, settings));
  };
  return (
    <div className="engine-choice">
      <label className="field">
        <span>{t("wishes.engine")}</span>
        <select value={chosen.engine} onChange={(event) => choose(event.target.value)}>
          {items.map(({ engine, is_stable_diffusion }) => (
            <option key={engine} value={engine}>
              {is_stable_diffusion ? engine : `${engine}: ${t("wishes.notStableDiffusion")}`}
            </option>
          ))}
        </select>
      </label>
      <p className="soft">{chosen.engine in KNOWN ? t(KNOWN[chosen.engine as Known]) : chosen.description}</p>
      {unavailable.length > 0 && <Unavailable engines={unavailable} />}
    </div>
  );
}

function Unavailable({ engines }: { engines: readonly EngineOff[] }) {
  const { t } = useTranslation();
  return (
    <details className="unavailable soft">
      <summary>{t("settings.unavailable", { count: engines.length })}</summary>
      <dl>
        {engines.map(({ engine, reason }) => (
          <div key={engine}>
            <dt>{engine}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
