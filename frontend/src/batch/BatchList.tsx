/** The batches, newest first, and the way to a new one. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Batch, getBatches } from "../api/batches";
import { address } from "../base";
import { Problem } from "../shell/Problem";
import { batchLink } from "../shell/route";
import { NewBatch } from "./NewBatch";
import { doneOf, isLive } from "./standing";

const POLL_MS = 3_000;

export function BatchList() {
  const { t } = useTranslation();
  const asked = useQuery({
    queryKey: ["batches"],
    queryFn: getBatches,
    refetchInterval: ({ state }) => (state.data?.items.some(isLive) ? POLL_MS : false),
  });
  return (
    <section className="batches">
      <h1>{t("batch.title")}</h1>
      <NewBatch />
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      <ul className="batch-cards" aria-label={t("batch.all")}>
        {asked.data?.items.map((batch) => (
          <Card key={batch.id} batch={batch} />
        ))}
      </ul>
    </section>
  );
}

function Card({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  return (
    <li>
      <a href={batchLink(batch.id)}>
        <img src={address(batch.cover_url)} alt="" loading="lazy" />
        <strong>{batch.title || t("batch.untitled")}</strong>
        <span className="soft">
          {t(`batch.state.${batch.state}`)} · {t("batch.frames", { count: batch.frames })}
        </span>
        <progress
          max={Math.max(1, batch.in_range)}
          value={doneOf(batch)}
          aria-label={t("batch.painted", { done: doneOf(batch), all: batch.in_range })}
        />
      </a>
    </li>
  );
}
