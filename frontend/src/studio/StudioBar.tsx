/** Execute, or the progress of what was asked; what is known before the click, what is lacking, what went wrong. */
import { useTranslation } from "react-i18next";
import { numberLack } from "../painting/numberLack";
import { PlanLine } from "../painting/PlanLine";
import { WorkBar } from "../painting/WorkBar";
import { useStudio } from "./model/store";
import { sheetOf } from "./model/studio";
import { useEngine, usePlan } from "./run/planned";
import type { Run } from "./run/useRun";
import { lacksOf } from "./wishes/lacks";

export function StudioBar({ run }: { run: Run }) {
  const { t } = useTranslation();
  const engine = useEngine();
  const plan = usePlan();
  const phase = useStudio((studio) => studio.phase);
  const problem = useStudio((studio) => studio.problem);
  const settings = useStudio((studio) => sheetOf(studio).wishes.settings);
  const lack = useStudio((studio) => lacksOf(studio, engine)[0] ?? null);
  const words = () => {
    if (!lack) return null;
    return lack === "settings" ? numberLack(t, settings) : t(`lack.${lack}`);
  };
  return (
    <WorkBar
      problem={problem}
      lack={words()}
      isSending={phase.at === "sending"}
      isPainting={phase.at === "painting"}
      job={run.job}
      plan={plan && <PlanLine plan={plan.data} error={plan.error} />}
      onExecute={run.execute}
      onAbort={run.abort}
    />
  );
}
