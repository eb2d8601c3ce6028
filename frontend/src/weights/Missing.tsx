/** What is missing for which feature, and the one command that brings it. */
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Gap } from "../api/types";
import { familyName } from "./families";

const FEATURES = {
  stable_diffusion: "models.stableDiffusion",
  line_art_control: "models.lineArt",
  fast_previews: "models.previews",
  reference: "models.reference",
} as const;

export function Missing({ gaps }: { gaps: readonly Gap[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("models.missing")}>
      <h2>{t("models.missing")}</h2>
      <ul className="sheet-list">
        {gaps.map((gap) => (
          <Row key={gap.command} gap={gap} />
        ))}
      </ul>
    </section>
  );
}

function Row({ gap }: { gap: Gap }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(gap.command).then(() => setCopied(true));
  return (
    <li className="gap">
      <p>{t(FEATURES[gap.feature], { family: familyName(gap.family) })}</p>
      <code>
        {gap.command.split(" ").map((word) => (
          <Fragment key={word}>
            <span className="whole">{word}</span>{" "}
          </Fragment>
        ))}
      </code>
      {isSecureContext && (
        <button type="button" onClick={copy}>
          {t(copied ? "models.copied" : "models.copy")}
        </button>
      )}
    </li>
  );
}
