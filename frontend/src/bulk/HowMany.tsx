/** How often, in which sizes, without what, from which seed, by which engine. */
import { useTranslation } from "react-i18next";
import { EngineChoice } from "../painting/EngineChoice";
import { NumberField } from "../painting/NumberField";
import { SettingsFields } from "../painting/SettingsFields";
import { isSeed } from "../painting/seed";
import { PromptField } from "../prompts/PromptField";
import { repeatsOf, type ShapeWish, shapesOf } from "./draft";
import type { PartProps } from "./NewRun";

export function HowMany({ draft, onChange }: PartProps) {
  const { t } = useTranslation();
  const settle = (settings: typeof draft.settings) => onChange({ settings });
  return (
    <form className="wishes" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        <span>{t("bulk.titleOfRun")}</span>
        <input
          maxLength={200}
          value={draft.title}
          placeholder={t("bulk.titleHint")}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </label>
      <div className="pair">
        <NumberField
          label={t("bulk.repeats")}
          value={draft.repeats[draft.way]}
          isWrong={repeatsOf(draft) === null}
          onChange={(typed) => onChange({ repeats: { ...draft.repeats, [draft.way]: typed } })}
        />
        <NumberField
          label={t("wishes.seed")}
          value={draft.seed}
          placeholder={t("wishes.seedHint")}
          isWrong={!isSeed(draft.seed)}
          onChange={(seed) => onChange({ seed })}
        />
      </div>
      <Shapes draft={draft} onChange={onChange} />
      <PromptField
        label={t("wishes.negative")}
        rows={2}
        value={draft.negative}
        hint={t("wishes.negativeHint")}
        onChange={(negative) => onChange({ negative })}
      />
      <label className="tick-line">
        <input
          type="checkbox"
          checked={draft.publish}
          onChange={(event) => onChange({ publish: event.target.checked })}
        />
        {t("bulk.publish")}
      </label>
      {draft.publish && (
        <p className="problem" role="status">
          {t("bulk.publishWarning")}
        </p>
      )}
      <EngineChoice settings={draft.settings} onChange={settle} />
      <details className="more-fields">
        <summary>{t("wishes.more")}</summary>
        <SettingsFields settings={draft.settings} onChange={settle} />
      </details>
    </form>
  );
}

function Shapes({ draft, onChange }: PartProps) {
  const { t } = useTranslation();
  const isWrong = shapesOf(draft) === null;
  const set = (name: "h" | "v", changes: Partial<ShapeWish>) =>
    onChange({ shapes: { ...draft.shapes, [name]: { ...draft.shapes[name], ...changes } } });
  return (
    <fieldset className="shapes">
      <legend>{t("bulk.orientations")}</legend>
      {(["h", "v"] as const).map((name) => {
        const { on, width, height } = draft.shapes[name];
        const title = t(`bulk.orientation.${name}`);
        return (
          <div key={name} className="shape">
            <label className="tick-line">
              <input
                type="checkbox"
                checked={on}
                onChange={(event) => set(name, { on: event.target.checked })}
              />
              {title}
            </label>
            <Side
              label={`${title}: ${t("wishes.width")}`}
              value={width}
              isOff={!on}
              isWrong={on && isWrong}
              onChange={(typed) => set(name, { width: typed })}
            />
            <span aria-hidden="true">×</span>
            <Side
              label={`${title}: ${t("wishes.height")}`}
              value={height}
              isOff={!on}
              isWrong={on && isWrong}
              onChange={(typed) => set(name, { height: typed })}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

interface SideProps {
  label: string;
  value: string;
  isOff: boolean;
  isWrong: boolean;
  onChange: (typed: string) => void;
}

function Side({ label, value, isOff, isWrong, onChange }: SideProps) {
  return (
    <input
      inputMode="numeric"
      autoComplete="off"
      aria-label={label}
      aria-invalid={isWrong || undefined}
      disabled={isOff}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
