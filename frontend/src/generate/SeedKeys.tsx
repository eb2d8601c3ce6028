/** The seed by a press: one drawn now and kept, that of the last picture again, or another each time. */
import { useTranslation } from "react-i18next";
import { drawnSeed } from "../studio/wishes/strip";

interface Props {
  seed: string;
  last: number | null;
  onChange: (seed: string) => void;
}

export function SeedKeys({ seed, last, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="seed-keys">
      <button type="button" onClick={() => onChange(String(drawnSeed()))}>
        {t("strength.dice")}
      </button>
      {last !== null && seed !== String(last) && (
        <button type="button" onClick={() => onChange(String(last))}>
          {t("strength.reuse", { seed: last })}
        </button>
      )}
      {seed !== "" && (
        <button type="button" onClick={() => onChange("")}>
          {t("strength.random")}
        </button>
      )}
    </div>
  );
}
