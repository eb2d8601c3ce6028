/** Two versions of one picture with a curtain between them; a range input carries it, so keys and touch work. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  before: string;
  after: string;
  ratio: number;
}

export function BeforeAfter({ before, after, ratio }: Props) {
  const { t } = useTranslation();
  const [cut, setCut] = useState(12);
  return (
    <div className="before-after" style={{ "--ratio": ratio, "--cut": `${cut}%` }}>
      <img src={after} alt={t("result.after")} draggable={false} />
      <img className="over" src={before} alt={t("result.before")} draggable={false} />
      <span className="curtain" aria-hidden="true" />
      <input
        type="range"
        min={0}
        max={100}
        step={0.5}
        value={cut}
        aria-label={t("result.slider")}
        onChange={(event) => setCut(event.target.valueAsNumber)}
      />
      <span className="tag left" aria-hidden="true">
        {t("result.before")}
      </span>
      <span className="tag right" aria-hidden="true">
        {t("result.after")}
      </span>
    </div>
  );
}
