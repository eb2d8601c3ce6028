/** One batch: its frames at the left, what is asked of them and how far they are at the right. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Batch } from "../api/batches";
import { Problem } from "../shell/Problem";
import { batchLink } from "../shell/route";
import { BatchBar } from "./BatchBar";
import { BatchForm } from "./BatchForm";
import { FrameGrid } from "./FrameGrid";
import { MaskStage } from "./MaskStage";
import { OutStage } from "./OutStage";
import { isLive } from "./standing";
import { useBatch, useBatchWork } from "./useBatch";

export function BatchDesk({ id }: { id: string }) {
  const { t } = useTranslation();
  const asked = useBatch(id);
  if (asked.error && !asked.data)
    return (
      <section className="batches">
        <a href={batchLink()}>{t("batch.all")}</a>
        <Problem error={asked.error} onRetry={() => void asked.refetch()} />
      </section>
    );
  return asked.data ? <Desk batch={asked.data} /> : null;
}

const STAGES = ["mask", "frames", "out"] as const;
type StageName = (typeof STAGES)[number];

function Desk({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const work = useBatchWork(batch);
  const [stage, setStage] = useState<StageName>(batch.needs_mask ? "mask" : "frames");
  const hasMask = work.form.region === "mask";
  const shown = stage === "mask" && !hasMask ? "frames" : stage;
  const facts = [
    t("batch.frames", { count: batch.frames }),
    `${batch.width} × ${batch.height}`,
    batch.fps && t("batch.fps", { fps: Math.round(batch.fps * 100) / 100 }),
    batch.sound && t("batch.withSound"),
  ];
  return (
    <section className="desk batch-desk">
      <div className="page-title batch-head">
        <a className="back" href={batchLink()}>
          {t("batch.all")}
        </a>
        <h1>{batch.title || t("batch.untitled")}</h1>
        <p className="soft">{facts.filter(Boolean).join(" · ")}</p>
      </div>
      <div className="stage">
        <nav className="segments" aria-label={t("batch.stages")}>
          {STAGES.filter((name) => name !== "mask" || hasMask).map((name) => (
            <button key={name} type="button" aria-pressed={name === shown} onClick={() => setStage(name)}>
              {t(`batch.stage.${name}`)}
            </button>
          ))}
        </nav>
        {batch.notices.map((notice) => (
          <p key={notice} className="soft">
            {notice}
          </p>
        ))}
        {shown === "mask" && <MaskStage batch={batch} />}
        {shown === "frames" && <FrameGrid batch={batch} work={work} />}
        {shown === "out" && <OutStage batch={batch} />}
      </div>
      <aside className="panel" aria-label={t("wishes.label")}>
        <BatchForm work={work} isLocked={isLive(batch)} isVideo={batch.kind === "video"} />
        <BatchBar batch={batch} work={work} />
      </aside>
    </section>
  );
}
