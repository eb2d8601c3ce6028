/** What is asked for less often: checkpoint, sampler, schedule, VAE, steps, guidance, clip skip, as the engine offers. */
import { useTranslation } from "react-i18next";
import type { Engine } from "../api/types";
import { familyName } from "../weights/families";
import { NumberField } from "./NumberField";
import {
  type Choice,
  engineOf,
  isInRange,
  isOffered,
  NUMBERS,
  type NumberName,
  namesOf,
  RULES,
  type Settings,
} from "./settings";
import { useEngines } from "./useEngines";

const LABELS = {
  checkpoint: "settings.checkpoint",
  sampler: "settings.sampler",
  schedule: "settings.schedule",
  vae: "settings.vae",
  steps: "settings.steps",
  guidance: "settings.guidance",
  clipSkip: "settings.clipSkip",
} as const;
const NAMED = ["checkpoint", "sampler", "schedule", "vae"] as const satisfies Choice[];

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

export function SettingsFields({ settings, onChange }: Props) {
  const engine = engineOf(useEngines().data?.items ?? [], settings);
  if (!engine) return null;
  const fields = { engine, settings, onChange };
  return (
    <>
      {NAMED.filter((choice) => isOffered(engine, choice)).map((choice) => (
        <NameField key={choice} choice={choice} {...fields} />
      ))}
      <div className="numbers">
        {NUMBERS.filter((field) => isOffered(engine, field)).map((field) => (
          <NumberOf key={field} field={field} {...fields} />
        ))}
      </div>
    </>
  );
}

interface FieldProps extends Props {
  engine: Engine;
}

function NameField({ choice, engine, settings, onChange }: FieldProps & { choice: Choice }) {
  const { t } = useTranslation();
  const names = namesOf(engine, choice);
  const isCheckpoint = choice === "checkpoint";
  const sampler = choice === "sampler" && checkpointOf(engine, settings)?.default_sampler;
  const usual = t(choice === "vae" ? "settings.ownVae" : "settings.usual");
  const value = isCheckpoint ? settings.checkpoint || names[0] : settings[choice];
  return (
    <label className="field">
      <span>{t(LABELS[choice])}</span>
      <select value={value} onChange={(event) => onChange({ ...settings, [choice]: event.target.value })}>
        {!isCheckpoint && <option value="">{sampler ? `${usual}: ${sampler}` : usual}</option>}
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      {isCheckpoint && <Facts engine={engine} settings={settings} />}
    </label>
  );
}

const checkpointOf = (engine: Engine, { checkpoint }: Settings) =>
  engine.checkpoints.find(({ id }) => id === checkpoint) ?? engine.checkpoints[0];

/** Family and licence of the checkpoint. */
function Facts({ engine, settings }: { engine: Engine; settings: Settings }) {
  const { t } = useTranslation();
  const checkpoint = checkpointOf(engine, settings);
  if (!checkpoint) return null;
  const licence = checkpoint.licence ?? t("models.noLicence");
  return <span className="soft">{`${familyName(checkpoint.family)} · ${licence}`}</span>;
}

function NumberOf({ field, engine, settings, onChange }: FieldProps & { field: NumberName }) {
  const { t } = useTranslation();
  const checkpoint = checkpointOf(engine, settings);
  const usual = {
    steps: checkpoint?.default_steps,
    guidance: checkpoint?.default_guidance_scale,
    clipSkip: 1,
  };
  return (
    <NumberField
      label={t(LABELS[field])}
      value={settings[field]}
      placeholder={String(usual[field] ?? "")}
      isWrong={!isInRange(field, settings[field])}
      step={RULES[field].step}
      onChange={(typed) => onChange({ ...settings, [field]: typed })}
    />
  );
}
