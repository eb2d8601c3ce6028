/** One filter each: several values, one of several, a day. */
import { useTranslation } from "react-i18next";

interface ManyProps<Value extends string> {
  name: string;
  values: readonly Value[];
  on: readonly Value[];
  word: (value: Value) => string;
  counts: Readonly<Record<string, number>> | undefined;
  onChange: (on: Value[]) => void;
}

/** Values of which several may be on. */
export function Many<Value extends string>({ name, values, on, word, counts, onChange }: ManyProps<Value>) {
  return (
    <fieldset className="filter-many">
      <legend>{name}</legend>
      {values.map((value) => (
        <label key={value} className="pill">
          <input
            type="checkbox"
            className="hidden"
            checked={on.includes(value)}
            onChange={({ target }) =>
              onChange(values.filter((other) => (other === value ? target.checked : on.includes(other))))
            }
          />
          <span>{word(value)}</span>
          {counts && <span className="count">{(counts[value] ?? 0).toLocaleString()}</span>}
        </label>
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  name: string;
  value: string | null;
  none?: string;
  values: readonly (readonly [value: string, word: string, count: number | undefined])[];
  onChange: (value: string | null) => void;
}

export function Choice({ name, value, none, values, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const isKnown = value === null || values.some(([known]) => known === value);
  return (
    <label className="field">
      <span>{name}</span>
      <select value={value ?? ""} onChange={({ target }) => onChange(target.value || null)}>
        <option value="">{none ?? t("curate.any")}</option>
        {!isKnown && value && <option value={value}>{value}</option>}
        {values.map(([known, word, count]) => (
          <option key={known} value={known}>
            {count === undefined ? word : `${word} (${count.toLocaleString()})`}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Day({
  name,
  value,
  onChange,
}: {
  name: string;
  value: string | null;
  onChange: (day: string | null) => void;
}) {
  return (
    <label className="field">
      <span>{name}</span>
      <input type="date" value={value ?? ""} onChange={({ target }) => onChange(target.value || null)} />
    </label>
  );
}
