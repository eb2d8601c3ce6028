/** What is asked of every frame: words, where, how, and how one frame goes over into the next. */
import { useTranslation } from "react-i18next";
import { REGIONS, type Region } from "../api/batches";
import { EngineChoice } from "../painting/EngineChoice";
import { NumberField } from "../painting/NumberField";
import { SettingsFields } from "../painting/SettingsFields";
import { isSeed } from "../painting/seed";
import type { Work } from "./useBatch";
import { type Form, isInRange, type NumberName } from "./wishes";

interface Props {
  work: Work;
  isLocked: boolean; // frames wait or are being painted
  isVideo: boolean;
}

export function BatchForm({ work: { form, change }, isLocked, isVideo }: Props) {
  const { t } = useTranslation();
  const fields = { form, change };
  return (
    <form className="wishes" onSubmit={(event) => event.preventDefault()}>
      <fieldset className="plain" disabled={isLocked}>
        <label className="field">
          <span>{t("wishes.prompt")}</span>
          <textarea
            rows={3}
            value={form.prompt}
            onChange={(event) => change({ prompt: event.target.value })}
          />
        </label>
        <label className="field">
          <span>{t("wishes.negative")}</span>
          <textarea
            rows={2}
            value={form.negative}
            onChange={(event) => change({ negative: event.target.value })}
          />
        </label>
        <Share name="strength" label={t("wishes.strength")} {...fields} />
        <Where {...fields} />
        <div className="pair">
          <Amount name="first" label={t("batch.first")} placeholder="0" {...fields} />
          <Amount name="last" label={t("batch.last")} placeholder={t("batch.toTheEnd")} {...fields} />
        </div>
        {isVideo && <p className="soft">{t("batch.videoNumbers")}</p>}
        <Noise {...fields} />
        <details className="more-fields">
          <summary>{t("batch.between")}</summary>
          <Between {...fields} />
        </details>
        <EngineChoice settings={form.settings} onChange={(settings) => change({ settings })} />
        <details className="more-fields">
          <summary>{t("wishes.more")}</summary>
          <SettingsFields settings={form.settings} onChange={(settings) => change({ settings })} />
        </details>
      </fieldset>
    </form>
  );
}

type Fields = Pick<Work, "form" | "change">;

function Where({ form, change }: Fields) {
  const { t } = useTranslation();
  return (
    <>
      <label className="field">
        <span>{t("batch.region")}</span>
        <select value={form.region} onChange={(event) => change({ region: event.target.value as Region })}>
          {REGIONS.map((region) => (
            <option key={region} value={region}>
              {t(`batch.regions.${region}`)}
            </option>
          ))}
        </select>
      </label>
      {form.region === "mask" ? (
        <Switch name="follow" label={t("batch.follow")} {...{ form, change }} />
      ) : (
        <Amount
          name="person"
          label={t("batch.person")}
          placeholder={t("batch.everybody")}
          {...{ form, change }}
        />
      )}
      <div className="pair">
        <Amount name="expand" label={t("batch.expand")} placeholder="0" step={0.5} {...{ form, change }} />
        <Amount name="shrink" label={t("batch.shrink")} placeholder="0" step={0.5} {...{ form, change }} />
      </div>
      <Switch name="fill" label={t("batch.fill")} {...{ form, change }} />
    </>
  );
}

function Noise({ form, change }: Fields) {
  const { t } = useTranslation();
  return (
    <div className="pair">
      <NumberField
        label={t("wishes.seed")}
        value={form.seed}
        placeholder={t("wishes.seedHint")}
        isWrong={!isSeed(form.seed)}
        onChange={(seed) => change({ seed })}
      />
      <label className="field">
        <span>{t("batch.noise")}</span>
        <select
          value={form.seeds}
          onChange={(event) => change({ seeds: event.target.value === "many" ? "many" : "one" })}
        >
          <option value="one">{t("batch.oneSeed")}</option>
          <option value="many">{t("batch.manySeeds")}</option>
        </select>
      </label>
    </div>
  );
}

function Between({ form, change }: Fields) {
  const { t } = useTranslation();
  return (
    <>
      <Share name="carry" label={t("batch.carry")} {...{ form, change }} />
      <Amount
        name="followStrength"
        label={t("batch.followStrength")}
        placeholder={String(form.strength)}
        {...{ form, change }}
      />
      <Switch name="firstAsReference" label={t("batch.firstAsReference")} {...{ form, change }} />
    </>
  );
}

interface AmountProps extends Fields {
  name: NumberName;
  label: string;
  placeholder: string;
  step?: number;
}

const Amount = ({ name, form, change, ...rest }: AmountProps) => (
  <NumberField
    {...rest}
    value={form[name]}
    isWrong={!isInRange(name, form[name])}
    onChange={(typed) => change({ [name]: typed })}
  />
);

function Share({ name, label, form, change }: Fields & { name: "strength" | "carry"; label: string }) {
  return (
    <label className="field">
      <span>
        {label} <output>{form[name]} %</output>
      </span>
      <input
        type="range"
        min={0}
        max={100}
        value={form[name]}
        onChange={(event) => change({ [name]: event.target.valueAsNumber })}
      />
    </label>
  );
}

type SwitchName = { [Name in keyof Form]: Form[Name] extends boolean ? Name : never }[keyof Form];

const Switch = ({ name, label, form, change }: Fields & { name: SwitchName; label: string }) => (
  <label className="switch">
    <input
      type="checkbox"
      checked={form[name]}
      onChange={(event) => change({ [name]: event.target.checked })}
    />
    <span>{label}</span>
  </label>
);
