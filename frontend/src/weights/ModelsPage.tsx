/** The weights of this installation, and what is missing for which feature with the command that brings it. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getModels } from "../api/client";
import type { WeightsRow } from "../api/types";
import { Flower } from "../shell/icons";
import { Problem } from "../shell/Problem";
import { familyName } from "./families";
import { byKind, type Group, sizeText } from "./groups";
import { Missing } from "./Missing";
import "../style/models.css";

const KIND_NAMES = {
  checkpoint: "models.checkpoints",
  vae: "models.vaes",
  tiny_vae: "models.tinyVaes",
  lora: "models.loras",
  embedding: "models.embeddings",
  controlnet: "models.controlnets",
  ip_adapter: "models.ipAdapters",
  upscaler: "models.upscalers",
  tagger: "models.taggers",
  captioner: "models.captioners",
  segmenter: "models.segmenters",
} as const;

export function ModelsPage() {
  const { t } = useTranslation();
  const models = useQuery({ queryKey: ["models"], queryFn: getModels });
  const { items = [], missing = [] } = models.data ?? {};
  return (
    <div className="models">
      <h1>{t("models.title")}</h1>
      {models.error && <Problem error={models.error} onRetry={() => void models.refetch()} />}
      {models.isSuccess && items.length === 0 && <Empty />}
      {byKind(items).map((group) => (
        <Kind key={group.kind} group={group} />
      ))}
      {missing.length > 0 && <Missing gaps={missing} />}
    </div>
  );
}

function Empty() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <Flower />
      <p>{t("models.none")}</p>
    </div>
  );
}

function Kind({ group: { kind, rows } }: { group: Group }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t(KIND_NAMES[kind])}>
      <h2>{t(KIND_NAMES[kind])}</h2>
      <ul className="sheet-list">
        {rows.map((row) => (
          <Row key={row.id} weights={row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ weights }: { weights: WeightsRow }) {
  const { t, i18n } = useTranslation();
  return (
    <li className="weights">
      <div>
        <strong>{weights.id}</strong>
        {weights.state === "missing" && <em className="badge bad">{t("models.gone")}</em>}
        <p className="soft">{weights.licence ?? t("models.noLicence")}</p>
      </div>
      <span>{familyName(weights.family)}</span>
      <span>{sizeText(weights.bytes, i18n.language)}</span>
      <details>
        <summary title="SHA-256">
          <span className="hidden">SHA-256 </span>
          <code>{weights.short_hash}</code>
        </summary>
        <code>{weights.sha256}</code>
      </details>
    </li>
  );
}
