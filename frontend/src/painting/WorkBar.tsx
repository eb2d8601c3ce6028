/** Execute, or the progress of what was asked with Abort beside it; what is known before, lacking, or went wrong. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "../api/types";
import { Progress } from "./Progress";

interface Props {
  problem: string | null;
  lack: string | null; // in words; nothing can be asked for while there is one
  isSending: boolean;
  isPainting: boolean;
  job: Job | null;
  withPreview?: boolean;
  isRefused?: boolean; // the plan says that the server would refuse it
  plan: ReactNode;
  onExecute: () => void;
  onAbort: () => void;
}

export function WorkBar({ problem, lack, isSending, isPainting, job, withPreview = true, ...rest }: Props) {
  const { t } = useTranslation();
  const isBusy = isSending || isPainting;
  return (
    <div className="work-bar">
      {!isBusy && problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {isBusy ? (
        <>
          <Progress job={isPainting ? job : null} sending={isSending} withPreview={withPreview} />
          <button type="button" className="wide" disabled={isSending} onClick={rest.onAbort}>
            {t("work.abort")}
          </button>
        </>
      ) : (
        <>
          {rest.plan}
          <button
            type="button"
            className="primary wide"
            disabled={lack !== null || rest.isRefused}
            onClick={rest.onExecute}
          >
            {t("work.execute")}
          </button>
          {lack && <p className="soft">{lack}</p>}
        </>
      )}
    </div>
  );
}
