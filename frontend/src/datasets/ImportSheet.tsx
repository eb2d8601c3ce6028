/** Files in: chosen or dropped, with what became of each line. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { importFiles } from "../api/datasets";
import { Sheet } from "../settings/Sheet";
import { reasonOf } from "../shell/reason";
import { sorted } from "./files";
import { ImportReport } from "./ImportReport";

export function ImportSheet() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isOver, setOver] = useState(false);
  const [strange, setStrange] = useState<readonly string[]>([]);
  const taken = useMutation({
    mutationFn: importFiles,
    onSettled: () => {
      for (const key of ["datasets", "loop"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const send = (files: readonly File[]) => {
    const { chosen, strange: unknown } = sorted(files);
    setStrange(unknown);
    if (Object.keys(chosen).length > 0) taken.mutate(chosen);
    else taken.reset();
  };
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    send([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!taken.isPending) send([...event.dataTransfer.files]);
  };
  return (
    <Sheet title={t("data.import")} hint={t("data.importHint")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of the button inside */}
      <div
        className={isOver ? "data-drop over" : "data-drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <label className="button primary">
          {t("data.choose")}
          <input
            type="file"
            className="hidden"
            accept=".csv,.txt,text/csv"
            multiple
            disabled={taken.isPending}
            onChange={pick}
          />
        </label>
        <span className="soft">{t("data.drop")}</span>
      </div>
      <div className="data-outcome" aria-live="polite">
        {taken.isPending && <p>{t("data.importing")}</p>}
        {strange.length > 0 && (
          <p className="problem">{t("data.strange", { names: strange.slice(0, 5).join(", ") })}</p>
        )}
        {taken.error && <p className="problem">{reasonOf(t, taken.error)}</p>}
        {taken.data && <ImportReport report={taken.data} />}
      </div>
    </Sheet>
  );
}
