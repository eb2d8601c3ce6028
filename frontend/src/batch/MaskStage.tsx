/** Where is painted: a mask drawn on one frame or several, or brought as a file; it goes with the picture from there. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Batch, deleteMask, type Frame, getFrame, putMask } from "../api/batches";
import { useSettled } from "../painting/useSettled";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { MaskPainter } from "./MaskPainter";
import { isLive } from "./standing";

export function MaskStage({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const [index, setIndex] = useState(batch.keys[0] ?? 0);
  const settled = useSettled(index); // not every frame that the slider passes is asked for
  const asked = useQuery({
    queryKey: ["frame", batch.id, settled],
    queryFn: () => getFrame(batch.id, settled),
  });
  const frame = asked.data;
  return (
    <div className="mask-stage">
      <label className="field">
        <span>
          {t("batch.frame")} <output>{frame?.name ?? index}</output>
        </span>
        <input
          type="range"
          min={0}
          max={batch.frames - 1}
          value={index}
          onChange={(event) => setIndex(event.target.valueAsNumber)}
        />
      </label>
      {batch.keys.length > 0 && (
        <p className="mask-keys">
          {t("batch.masksOn")}
          {batch.keys.map((key) => (
            <button key={key} type="button" aria-pressed={key === index} onClick={() => setIndex(key)}>
              {key}
            </button>
          ))}
        </p>
      )}
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {frame && <MaskOf key={frame.index} batch={batch} frame={frame} />}
      <p className="soft">{t("batch.maskHint")}</p>
    </div>
  );
}

function MaskOf({ batch, frame }: { batch: Batch; frame: Frame }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [drawings, setDrawings] = useState(0); // a file brought, or the mask taken away, begins a new drawing
  const kept = useMutation({
    scope: { id: `mask-${batch.id}` }, // the last drawn is the last kept
    mutationFn: (mask: Blob | null) =>
      mask ? putMask(batch.id, frame.index, mask) : deleteMask(batch.id, frame.index),
    onSuccess: (after) => {
      queries.setQueryData(["frame", batch.id, frame.index], after);
      void queries.invalidateQueries({ queryKey: ["batch", batch.id] });
    },
  });
  const replace = (mask: Blob | null) =>
    kept.mutate(mask, { onSuccess: () => setDrawings((before) => before + 1) });
  return (
    <>
      <MaskPainter
        key={drawings}
        width={batch.width}
        height={batch.height}
        source={frame.source_url}
        mask={frame.is_key ? frame.mask_url : null}
        isLocked={isLive(batch)}
        onPaint={(mask) => kept.mutate(mask)}
      />
      <div className="actions">
        <label className="button">
          {t("batch.maskFile")}
          <input
            type="file"
            className="hidden"
            accept="image/*"
            disabled={isLive(batch)}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) replace(file);
              event.target.value = "";
            }}
          />
        </label>
        {frame.is_key && (
          <button type="button" disabled={isLive(batch)} onClick={() => replace(null)}>
            {t("batch.noMask")}
          </button>
        )}
        <p className="soft" role="status">
          {kept.isPending ? t("settings.saving") : kept.isSuccess ? t("settings.saved") : ""}
        </p>
      </div>
      {kept.error && (
        <p className="problem" role="alert">
          {reasonOf(t, kept.error)}
        </p>
      )}
    </>
  );
}
