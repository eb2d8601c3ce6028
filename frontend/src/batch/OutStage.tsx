/** The ways out: the results as a zip, as a video, and the report. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Batch, type Export, exportVideo, reportOf, zipOf } from "../api/batches";
import { address } from "../base";
import { NumberField } from "../painting/NumberField";
import { reasonOf } from "../shell/reason";
import { sizeText } from "../weights/groups";

export function OutStage({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<"same" | "png">("same");
  const [accepted, setAccepted] = useState(false);
  if (batch.counts.succeeded === 0) return <p className="soft">{t("batch.nothingYet")}</p>;
  return (
    <div className="out-stage">
      <section className="sheet-body" aria-label={t("batch.asZip")}>
        <h2>{t("batch.asZip")}</h2>
        <label className="field">
          <span>{t("batch.format")}</span>
          <select value={format} onChange={(event) => setFormat(event.target.value as "same" | "png")}>
            <option value="same">{t("batch.sameFormat")}</option>
            <option value="png">PNG</option>
          </select>
        </label>
        <label className="switch">
          <input
            type="checkbox"
            checked={accepted}
            disabled={batch.accepted === 0}
            onChange={(event) => setAccepted(event.target.checked)}
          />
          <span>{t("batch.onlyAccepted", { count: batch.accepted })}</span>
        </label>
        <div className="actions">
          <a className="button primary" href={zipOf(batch.id, format, accepted)} download>
            {t("batch.downloadZip")}
          </a>
          <a className="button" href={reportOf(batch.id)} download>
            {t("batch.downloadReport")}
          </a>
        </div>
      </section>
      <VideoSheet batch={batch} />
    </div>
  );
}

const CODECS = {
  small: { codec: "h264", pixel_format: "yuv420p" },
  fine: { codec: "h264", pixel_format: "yuv444p" },
  lossless: { codec: "ffv1", pixel_format: "yuv444p" },
} as const;
type CodecName = keyof typeof CODECS;
const USUAL_FPS = "24";

function VideoSheet({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [codec, setCodec] = useState<CodecName>("small");
  const [fps, setFps] = useState(USUAL_FPS);
  const making = useMutation({
    mutationFn: () =>
      exportVideo(batch.id, { ...CODECS[codec], ...(batch.kind === "frames" ? { fps: Number(fps) } : {}) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["batch", batch.id] }),
  });
  const isWrong = batch.kind === "frames" && !(Number(fps) >= 1 && Number(fps) <= 240);
  const isMaking = batch.export?.state === "enqueued" || batch.export?.state === "running";
  return (
    <section className="sheet-body" aria-label={t("batch.asVideo")}>
      <h2>{t("batch.asVideo")}</h2>
      <label className="field">
        <span>{t("batch.quality")}</span>
        <select value={codec} onChange={(event) => setCodec(event.target.value as CodecName)}>
          {(Object.keys(CODECS) as CodecName[]).map((name) => (
            <option key={name} value={name}>
              {t(`batch.codec.${name}`)}
            </option>
          ))}
        </select>
      </label>
      {batch.kind === "frames" && (
        <NumberField label={t("batch.speed")} value={fps} isWrong={isWrong} onChange={setFps} />
      )}
      <div className="actions">
        <button
          type="button"
          disabled={isWrong || isMaking || making.isPending}
          onClick={() => making.mutate()}
        >
          {t("batch.makeVideo")}
        </button>
        {isMaking && <p role="status">{t("batch.making")}</p>}
      </div>
      {making.error && (
        <p className="problem" role="alert">
          {reasonOf(t, making.error)}
        </p>
      )}
      {batch.export && <Made made={batch.export} />}
    </section>
  );
}

function Made({ made }: { made: Export }) {
  const { t, i18n } = useTranslation();
  if (made.error) return <p className="problem">{made.error.message}</p>;
  if (!made.url) return null;
  return (
    <p>
      <a href={address(made.url)} download>
        {made.file_name}
      </a>{" "}
      <span className="soft">
        {[
          made.bytes !== null && sizeText(made.bytes, i18n.language),
          made.sound && t("batch.withSound"),
          made.stale && t("batch.stale"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </p>
  );
}
