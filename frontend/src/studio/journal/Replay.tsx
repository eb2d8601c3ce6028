/** All steps painted again from their records: on this picture, or on another one of the same size. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../../api/key";
import { address } from "../../base";
import { usePictures } from "../../library/usePictures";
import { Progress } from "../../painting/Progress";
import { isOver, useJob } from "../../painting/useJob";
import { reasonOf } from "../../shell/reason";
import { retouchLink } from "../../shell/route";
import { type Journal, replayJournal } from "../api/journals";

export function Replay({ journal }: { journal: Journal }) {
  const { t } = useTranslation();
  const [onto, setOnto] = useState("");
  const [id, setId] = useState<string | null>(null);
  const { job, abort } = useJob(id);
  const begun = useMutation({
    mutationFn: () => replayJournal(journal.id, onto || null, newKey()),
    onSuccess: (answer) => setId(answer.id),
  });
  const result = job?.state === "succeeded" ? (job.result as { picture: string; same: boolean }) : null;
  const isRunning = job !== null && !isOver(job);
  return (
    <details className="replay">
      <summary>{t("replay.title")}</summary>
      <Onto journal={journal} onto={onto} onChoose={setOnto} />
      <div className="button-row">
        <button type="button" disabled={begun.isPending || isRunning} onClick={() => begun.mutate()}>
          {t("replay.begin")}
        </button>
        {isRunning && (
          <button type="button" onClick={abort}>
            {t("work.abort")}
          </button>
        )}
      </div>
      {isRunning && <Progress job={job} sending={begun.isPending} withPreview={false} />}
      {begun.error && (
        <p className="warning" role="alert">
          {reasonOf(t, begun.error)}
        </p>
      )}
      {job?.state === "failed" && (
        <p className="warning" role="alert">
          {job.error?.message}
        </p>
      )}
      {result && (
        <p role="status">
          {t(onto ? "replay.done" : result.same ? "replay.same" : "replay.different")}{" "}
          <a href={retouchLink(onto || result.picture)}>{t("replay.open")}</a>
        </p>
      )}
    </details>
  );
}

interface OntoProps {
  journal: Journal;
  onto: string;
  onChoose: (id: string) => void;
}

function Onto({ journal, onto, onChoose }: OntoProps) {
  const { t } = useTranslation();
  const pictures = usePictures();
  const fitting = (pictures.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(
      ({ id, width, height }) =>
        id !== journal.picture && width === journal.width && height === journal.height,
    );
  return (
    <fieldset className="onto">
      <legend>{t("replay.onto")}</legend>
      <label className="check">
        <input type="radio" name="onto" checked={onto === ""} onChange={() => onChoose("")} />
        {t("replay.thisOne")}
      </label>
      {fitting.map((picture) => (
        <label key={picture.id} className="check">
          <input
            type="radio"
            name="onto"
            checked={onto === picture.id}
            onChange={() => onChoose(picture.id)}
          />
          <img src={address(picture.thumbnail_url)} alt="" loading="lazy" />
          {picture.title || t("library.untitled")}
        </label>
      ))}
      {fitting.length === 0 && <p className="soft">{t("replay.none")}</p>}
    </fieldset>
  );
}
