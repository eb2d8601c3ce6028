/** A number that is typed: what is half typed stays on the screen, and is taken once it is a value. */
import { useState } from "react";

interface Props {
  label: string;
  value: number;
  least?: number;
  most?: number;
  step?: number;
  disabled?: boolean | undefined;
  onType: (value: number) => void; // within the limits, at each key
  onDone: (value: number) => void; // whatever was typed, when the field is left or Enter is pressed
}

export function NumberField({ label, value, least, most, step = 1, disabled, onType, onDone }: Props) {
  const [typed, setTyped] = useState<string | null>(null); // null: nobody types
  const done = () => {
    const number = Number(typed);
    if (typed !== null && typed.trim() !== "" && Number.isFinite(number)) onDone(number);
    setTyped(null);
  };
  return (
    <input
      type="number"
      aria-label={label}
      value={typed ?? value}
      min={least}
      max={most}
      step={step}
      disabled={disabled}
      onChange={(event) => {
        const number = event.target.valueAsNumber;
        setTyped(event.target.value);
        if (number >= (least ?? -Infinity) && number <= (most ?? Infinity)) onType(number);
      }}
      onBlur={done}
      onKeyDown={(event) => event.key === "Enter" && done()}
    />
  );
}
