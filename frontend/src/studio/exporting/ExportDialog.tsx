/** Saves what the journal shows: format, quality, with or without its record, one step alone, or all layers. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { query } from "../../api/client";
import { address } from "../../base";
import type { Journal } from "../api/journals";
import { useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { isUnarranged } from "../run/useArranged";
import { Slider } from "../tools/Slider";
import "../../style/studio-journal.css";

const FORMATS = ["png", "jpeg", "webp", "tiff", "ora", "hwawon"] as const;
type Format = (typeof FORMATS)[number];

const WITH_ALPHA: readonly Format[] = ["png", "webp", "tiff"]; // what a patch alone can be saved as

export function ExportDialog({ onClose }: { onClose: () => void }) {
  const journal = useStudio((studio) => studio.journal);
  return journal && <Choices journal={journal} onClose={onClose} />;
}

function Choices({ journal, onClose }: { journal: Journal; onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const looks = useStudio((studio) => sheetOf(studio).steps);
  const isArranging = useStudio(isUnarranged); // the server would save what was shown before
  const [format, setFormat] = useState<Format>("png");
  const [quality, setQuality] = useState(92);
  const [metadata, setMetadata] = useState(true);
  const [step, setStep] = useState("");
  const lossy = format === "jpeg" || format === "webp";
  const isLayered = format === "ora" || format === "hwawon";
  const patchOf = isLayered || !WITH_ALPHA.includes(format) ? "" : step;
  const asked = query({
    format,
    metadata: String(metadata),
    quality: lossy ? quality : null,
    step: patchOf || null,
  });
  const link = address(`api/journals/${encodeURIComponent(journal.id)}/download?${asked}`);
  const steps = journal.steps.filter(({ id }) => looks.some((look) => look.id === id));
  return (
    <dialog ref={dialog} className="export" aria-labelledby="export-title" onClose={onClose}>
      <h2 id="export-title">{t("export.title")}</h2>
      <label className="field">
        <span>{t("export.format")}</span>
        <select value={format} onChange={(event) => setFormat(event.target.value as Format)}>
          {FORMATS.map((name) => (
            <option key={name} value={name}>
              {t(`export.as.${name}`)}
            </option>
          ))}
        </select>
      </label>
      {lossy && (
        <Slider label={t("export.quality")} value={quality} least={1} most={100} onChange={setQuality} />
      )}
      {!isLayered && (
        <label className="field">
          <span>{t("export.what")}</span>
          <select
            value={patchOf}
            disabled={!WITH_ALPHA.includes(format)}
            onChange={(event) => setStep(event.target.value)}
          >
            <option value="">{t("export.whole")}</option>
            {steps.map(({ id, request }, index) => (
              <option key={id} value={id}>
                {t("export.patch", { index: index + 1, prompt: request.prompt.slice(0, 40) })}
              </option>
            ))}
          </select>
        </label>
      )}
      {!isLayered && (
        <label className="check">
          <input type="checkbox" checked={metadata} onChange={(event) => setMetadata(event.target.checked)} />
          {t("export.metadata")}
        </label>
      )}
      <div className="button-row">
        {isArranging ? (
          <button type="button" className="primary" disabled>
            {t("export.save")}
          </button>
        ) : (
          <a className="button primary" href={link} download>
            {t("export.save")}
          </a>
        )}
        <button type="button" onClick={onClose}>
          {t("lightbox.close")}
        </button>
      </div>
    </dialog>
  );
}
