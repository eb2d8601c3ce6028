/** The frames with what was made of them: look closer, accept, paint again. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptFrames, type Batch, type FrameState, redoFrames } from "../api/batches";
import { Problem } from "../shell/Problem";
import { FrameCell } from "./FrameCell";
import { FrameView } from "./FrameView";
import { isLive } from "./standing";
import type { Work } from "./useBatch";
import { useFrames } from "./useFrames";

const SHOWN = ["succeeded", "failed", "running", "enqueued", "idle", "cancelled"] as const;

export function FrameGrid({ batch, work }: { batch: Batch; work: Work }) {
  const { t } = useTranslation();
  const [state, setState] = useState<FrameState | null>(null);
  return (
    <div className="frame-stage">
      <label className="frame-filter">
        <span>{t("batch.show")}</span>
        <select
          value={state ?? ""}
          onChange={(event) => setState((event.target.value || null) as FrameState | null)}
        >
          <option value="">{t("batch.allFrames")}</option>
          {SHOWN.filter((name) => batch.counts[name] > 0).map((name) => (
            <option key={name} value={name}>
              {t(`batch.frameState.${name}`)} ({batch.counts[name]})
            </option>
          ))}
        </select>
      </label>
      <Pages key={state} batch={batch} work={work} state={state} />
    </div>
  );
}

function Pages({ batch, work, state }: { batch: Batch; work: Work; state: FrameState | null }) {
  const { t } = useTranslation();
  const pages = useFrames(batch, state);
  const [chosen, choose] = useState<ReadonlySet<number>>(new Set());
  const [open, setOpen] = useState<number | null>(null); // a frame's index
  const { frames, first, total } = pages;
  const toggle = (index: number) =>
    choose((before) => {
      const after = new Set(before);
      if (!after.delete(index)) after.add(index);
      return after;
    });
  const act = (frames: readonly number[], what: "redo" | "onward" | "accept" | "doubt") => {
    choose(new Set());
    work.act(() =>
      what === "redo" || what === "onward"
        ? redoFrames(batch.id, frames, what === "onward")
        : acceptFrames(batch.id, frames, what === "accept"),
    );
  };
  if (pages.error) return <Problem error={pages.error} onRetry={pages.retry} />;
  const opened = frames.find(({ index }) => index === open);
  const indices = [...chosen].toSorted((a, b) => a - b);
  return (
    <>
      <ul className="frame-grid" aria-label={t("batch.stage.frames")}>
        {frames.map((frame) => (
          <FrameCell
            key={frame.index}
            frame={frame}
            mean={batch.flicker}
            isChosen={chosen.has(frame.index)}
            onChoose={() => toggle(frame.index)}
            onOpen={() => setOpen(frame.index)}
          />
        ))}
      </ul>
      {(pages.onBefore || pages.onNext) && (
        <div className="frame-pages">
          <button type="button" disabled={!pages.onBefore} onClick={() => pages.onBefore?.()}>
            {t("batch.before")}
          </button>
          <p className="soft">
            {t("batch.ofAll", { first: Math.min(first + 1, total), last: first + frames.length, total })}
          </p>
          <button type="button" disabled={!pages.onNext} onClick={() => pages.onNext?.()}>
            {t("batch.next")}
          </button>
        </div>
      )}
      {chosen.size > 0 && (
        <div className="orders-sheet" role="toolbar" aria-label={t("batch.chosen", { count: chosen.size })}>
          <strong>{t("batch.chosen", { count: chosen.size })}</strong>
          <button type="button" disabled={work.isBusy || isLive(batch)} onClick={() => act(indices, "redo")}>
            {t("batch.redo")}
          </button>
          <button type="button" disabled={work.isBusy} onClick={() => act(indices, "accept")}>
            {t("batch.accept")}
          </button>
          <button type="button" className="quiet" onClick={() => choose(new Set())}>
            {t("jobs.clear")}
          </button>
        </div>
      )}
      {opened && (
        <FrameView
          key={opened.index}
          frame={opened}
          size={batch}
          canRedo={!work.isBusy && !isLive(batch)}
          neighbours={neighboursOf(
            frames.map(({ index }) => index),
            opened.index,
          )}
          onMove={setOpen}
          onAct={(what) => act([opened.index], what)}
        />
      )}
    </>
  );
}

function neighboursOf(
  indices: readonly number[],
  index: number,
): { before: number | null; next: number | null } {
  const at = indices.indexOf(index);
  return { before: indices[at - 1] ?? null, next: indices[at + 1] ?? null };
}
