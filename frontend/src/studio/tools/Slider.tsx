/** A number that is dragged or typed. */
import { NumberField } from "./NumberField";

interface Props {
  label: string;
  unit?: string;
  value: number;
  least: number;
  most: number;
  step?: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

export function Slider({ label, unit, value, least, most, step = 1, disabled, onChange }: Props) {
  const take = (typed: number) => {
    if (Number.isFinite(typed)) onChange(Math.min(most, Math.max(least, typed)));
  };
  const name = unit ? `${label} (${unit})` : label;
  const common = { min: least, max: most, step, value, disabled };
  return (
    <div className="number-slider">
      <span aria-hidden="true">{name}</span>
      <input
        type="range"
        {...common}
        aria-label={name}
        onChange={(event) => take(event.target.valueAsNumber)}
      />
      <NumberField label={name} {...{ value, least, most, step, disabled }} onType={onChange} onDone={take} />
    </div>
  );
}
