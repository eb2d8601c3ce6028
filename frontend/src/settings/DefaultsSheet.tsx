/** What new work begins with. What is typed is kept a moment later; what is left empty is the usual. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EngineChoice } from "../painting/EngineChoice";
import { NumberField } from "../painting/NumberField";
import { SettingsFields } from "../painting/SettingsFields";
import { useLater } from "../shell/useLater";
import { type Chosen, usePreferences } from "../shell/usePreferences";
import {
  defaultsOf,
  emptyForm,
  type Form,
  formOf,
  isInRange,
  isRight,
  RANGES,
  type RangeName,
} from "./defaults";
import { Kept } from "./Kept";
import { Sheet } from "./Sheet";

const USUAL = { strength: "60", count: "2" } as const;

export function DefaultsSheet() {
  const chosen = usePreferences();
  const { t } = useTranslation();
  return (
    <Sheet title={t("settings.defaults")} hint={t("settings.defaultsHint")}>
      {chosen.isReady && <DefaultsForm chosen={chosen} />}
    </Sheet>
  );
}

function DefaultsForm({ chosen }: { chosen: Chosen }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<Form>(() => formOf(chosen.data.defaults ?? {}));
  const keep = useLater((after: Form) => chosen.save({ defaults: defaultsOf(after) }));
  const change = (changes: Partial<Form>) => {
    const after = { ...form, ...changes };
    setForm(after);
    if (isRight(after)) keep(after);
  };
  const number = (name: RangeName, label: string, placeholder: string) => (
    <NumberField
      label={label}
      value={form[name]}
      placeholder={placeholder}
      isWrong={!isInRange(name, form[name])}
      step={RANGES[name].isWhole ? 1 : 0.5}
      onChange={(typed) => change({ [name]: typed })}
    />
  );
  return (
    <form className="settings-defaults" onSubmit={(event) => event.preventDefault()}>
      <EngineChoice settings={form.settings} onChange={(settings) => change({ settings })} />
      <SettingsFields settings={form.settings} onChange={(settings) => change({ settings })} />
      <div className="settings-pair">
        {number("strength", t("settings.strength"), USUAL.strength)}
        {number("count", t("wishes.count"), USUAL.count)}
        {number("feather", t("settings.maskBlur"), t("settings.follows"))}
      </div>
      <label className="field">
        <span>{t("wishes.negative")}</span>
        <textarea
          rows={2}
          value={form.negative}
          placeholder={t("settings.usual")}
          onChange={(event) => change({ negative: event.target.value })}
        />
      </label>
      {!isRight(form) && <p className="soft">{t("settings.wrong")}</p>}
      <div className="actions">
        <button type="button" onClick={() => change(emptyForm)}>
          {t("settings.reset")}
        </button>
        <Kept chosen={chosen} isWaiting={keep.isWaiting} />
      </div>
    </form>
  );
}
