/** A number as it is typed; a phone shows its digits. */

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  isWrong?: boolean;
  step?: number; // below 1: with a decimal point
  onChange: (typed: string) => void;
}

export function NumberField({ label, value, placeholder, isWrong = false, step = 1, onChange }: Props) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        inputMode={step < 1 ? "decimal" : "numeric"}
        autoComplete="off"
        value={value}
        placeholder={placeholder}
        aria-invalid={isWrong || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
