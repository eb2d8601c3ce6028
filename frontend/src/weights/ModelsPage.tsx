/** The weights of this installation, and what is missing for which feature with the command that brings it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getModels } from "../api/client";
import type { Gap, WeightsRow } from "../api/types";
import { Problem } from "../shell/Problem";

export function ModelsPage() {
  const { t } = useTranslation();
  const models = useQuery({ queryKey: ["models"], queryFn: getModels });
  if (models.error) return <Problem error={models.error} onRetry={() => void models.refetch()} />;
  const { items = [], missing = [] } = models.data ?? {};
  return (
    <div className="models">
      <h1>{t("models.title")}</h1>
      {models.isSuccess && items.length === 0 && <p className="soft">{t("models.none")}</p>}
      <ul>
        {items.map((one) => (
          <Row key={one.id} weights={one} />
        ))}
      </ul>
      {missing.length > 0 && <h2>{t("models.missing")}</h2>}
      <ul>
        {missing.map((gap) => (
          <Missing key={gap.command} gap={gap} />
        ))}
      </ul>
    </div>
  );
}

function Row({ weights }: { weights: WeightsRow }) {
  const { t } = useTranslation();
  const facts = [weights.kind, familyName(weights.family), weights.licence ?? t("models.noLicence")];
  return (
    <li>
      <strong>{weights.id}</strong>
      <span className="soft">{facts.filter(Boolean).join(" · ")}</span>
      <code>{weights.short_hash}</code>
      {weights.state === "missing" && <em>{t("models.gone")}</em>}
    </li>
  );
}

const FAMILIES: Readonly<Record<string, string>> = { sd15: "SD 1.5", sd2: "SD 2", sdxl: "SDXL" };
const familyName = (family: string | null) => (family ? (FAMILIES[family] ?? family) : "");

const FEATURES = {
  stable_diffusion: "models.stableDiffusion",
  line_art_control: "models.lineArt",
  fast_previews: "models.previews",
  reference: "models.reference",
} as const;

function Missing({ gap }: { gap: Gap }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(gap.command).then(() => setCopied(true));
  return (
    <li>
      <span className="feature">{t(FEATURES[gap.feature], { family: familyName(gap.family) })}</span>
      <code>{gap.command}</code>
      {isSecureContext && (
        <button type="button" className="quiet" onClick={copy}>
          {t(copied ? "models.copied" : "models.copy")}
        </button>
      )}
    </li>
  );
}
