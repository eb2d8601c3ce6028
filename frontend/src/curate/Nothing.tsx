/** A list without pictures, or a queue at its end: what can be done next. */
import { useTranslation } from "react-i18next";
import type { Source } from "../pool/source";
import { CheckIcon } from "../shell/icons";
import type { Mode } from "./place";
import { QueueSource } from "./queue";

interface Props {
  source: Source;
  mode: Mode;
  onMode: (mode: Mode) => void;
  onCommit: () => void;
  onUndo: () => void;
}

export function Nothing({ source, mode, onMode, onCommit, onUndo }: Props) {
  const { t } = useTranslation();
  if (!(source instanceof QueueSource))
    return (
      <div className="empty">
        <p>{t("curate.nothing")}</p>
      </div>
    );
  const count = source.judgedHere();
  return (
    <div className="empty queue-end">
      <CheckIcon />
      <div role="status">
        <h2>{t("curate.queueDone")}</h2>
      </div>
      {count > 0 && <p className="soft">{t("curate.own", { count })}</p>}
      <p>{t(mode === "queue" ? "curate.queueNext" : "curate.secondNext")}</p>
      <div className="actions">
        <button type="button" className="primary" onClick={onCommit}>
          {t("curate.toCommit")}
        </button>
        {mode === "queue" && (
          <button type="button" onClick={() => onMode("second")}>
            {t("curate.mode.second")}
          </button>
        )}
        <button type="button" onClick={() => void source.again()}>
          {t("curate.lookAgain")}
        </button>
        {count > 0 && (
          <button type="button" aria-keyshortcuts="Z" onClick={onUndo}>
            {t("curate.act.undo")}
          </button>
        )}
      </div>
    </div>
  );
}
