/** Begins a batch: a folder of pictures, some pictures, one zip or one video. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addFiles, type Batch, makeBatch } from "../api/batches";
import { reasonOf } from "../shell/reason";
import { batchLink } from "../shell/route";
import { usePreferences } from "../shell/usePreferences";
import { parcelsOf, picturesIn, titleOf } from "./parcels";

const PICKED = "image/*,.zip,video/*";
const FOLDER = { webkitdirectory: "" }; // React knows no such attribute

export function NewBatch() {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const { send, sent, error, isSending } = useUpload();
  const drop = (event: React.DragEvent) => {
    event.preventDefault();
    setOver(false);
    send([...event.dataTransfer.files]);
  };
  const pick = (event: React.ChangeEvent<HTMLInputElement>) => {
    send([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  return (
    <section
      className={isOver ? "new-batch over" : "new-batch"}
      aria-label={t("batch.new")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{t("batch.newHint")}</p>
      <div className="actions">
        <label className="button primary">
          {t("batch.folder")}
          <input type="file" className="hidden" disabled={isSending} multiple {...FOLDER} onChange={pick} />
        </label>
        <label className="button">
          {t("batch.files")}
          <input
            type="file"
            className="hidden"
            disabled={isSending}
            multiple
            accept={PICKED}
            onChange={pick}
          />
        </label>
      </div>
      {isSending && (
        <p role="status">
          {t("batch.sending", sent)}{" "}
          <progress max={sent.parcels} value={sent.done} aria-label={t("batch.sent")} />
        </p>
      )}
      {error && (
        <p className="problem" role="alert">
          {reasonOf(t, error)}
        </p>
      )}
    </section>
  );
}

function useUpload() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { defaults } = usePreferences().data;
  const [sent, setSent] = useState({ done: 0, parcels: 0 });
  const upload = useMutation({
    mutationFn: async (files: readonly File[]): Promise<Batch> => {
      const [first, ...rest] = parcelsOf(inOrder(files));
      if (!first) throw new Error(t("batch.noPictures"));
      setSent({ done: 0, parcels: rest.length + 1 });
      const { count: _count, ...wishes } = defaults ?? {}; // a batch gives one result per frame
      let batch = await makeBatch(first, titleOf(files), wishes);
      for (const [index, parcel] of rest.entries()) {
        setSent({ done: index + 1, parcels: rest.length + 1 });
        batch = await addFiles(batch.id, parcel);
      }
      return batch;
    },
    onSuccess: ({ id }) => {
      location.hash = batchLink(id);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["batches"] }),
  });
  const send = (files: readonly File[]) => {
    if (files.length > 0 && !upload.isPending) upload.mutate(files);
  };
  return { send, sent, error: upload.error, isSending: upload.isPending };
}

/** One file goes as it is, whatever it is: the server says what it can read. */
const inOrder = (files: readonly File[]): File[] => (files.length === 1 ? [...files] : picturesIn(files));
