/** One setting each: a switch, words, a number within its range. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { isInRange, NUMBERS, type NumberName } from "./draft";
import type { Part } from "./PlaceForm";

interface SwitchProps {
  name: string;
  hint?: string;
  isOn: boolean;
  isOff?: boolean; // cannot be switched on
  onChange: (isOn: boolean) => void;
}

export function Switch({ name, hint, isOn, isOff = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="place-switch">
      <label>
        <input
          type="checkbox"
          checked={isOn}
          disabled={isOff}
          aria-describedby={hint ? id : undefined}
          onChange={({ target }) => onChange(target.checked)}
        />
        <span>{name}</span>
      </label>
      {hint && (
        <p id={id} className="soft">
          {hint}
        </p>
      )}
    </div>
  );
}

interface WordsProps {
  name: string;
  hint?: string;
  value: string;
  lang?: string;
  isWrong?: boolean;
  onChange: (value: string) => void;
}

export function Words({ name, hint, value, lang, isWrong = false, onChange }: WordsProps) {
  return (
    <label className="field">
      <span>{name}</span>
      <input
        type="text"
        maxLength={200}
        lang={lang}
        value={value}
        aria-invalid={isWrong || undefined}
        onChange={({ target }) => onChange(target.value)}
      />
      {hint && <span className="soft">{hint}</span>}
    </label>
  );
}

interface NumberProps extends Part {
  name: NumberName;
  label: string;
  hint?: string;
}

export function WholeNumber({ draft, change, name, label, hint }: NumberProps) {
  const { t } = useTranslation();
  const [least, most] = NUMBERS[name];
  const typed = draft.numbers[name];
  const isWrong = !isInRange(name, typed);
  return (
    <label className="field">
      <span>{label}</span>
      <input
        inputMode="numeric"
        value={typed}
        aria-invalid={isWrong || undefined}
        onChange={({ target }) => change({ numbers: { ...draft.numbers, [name]: target.value } })}
      />
      <span className="soft">{isWrong ? t("place.range", { least, most }) : hint}</span>
    </label>
  );
}
