/** The bar of the desk: what is known before the click, Execute, and what is lacking. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { planRetouch } from "../api/client";
import { numberLack } from "../painting/numberLack";
import { PlanLine } from "../painting/PlanLine";
import { useSettled } from "../painting/useSettled";
import { WorkBar } from "../painting/WorkBar";
import { type Desk, type Lack, lacks, planOf } from "./state";
import type { RetouchWork } from "./useWork";

const LACKS = { picture: "lack.picture", mask: "lack.mask", seed: "lack.seed" } as const;

export function RetouchBar({ desk, work }: { desk: Desk; work: RetouchWork }) {
  const { t } = useTranslation();
  const plan = usePlan(desk);
  const { phase, wishes } = desk;
  const [lack]: Lack[] = lacks(desk);
  return (
    <WorkBar
      problem={phase.at === "drawing" ? phase.problem : null}
      lack={lack ? (lack === "settings" ? numberLack(t, wishes.settings) : t(LACKS[lack])) : null}
      isSending={phase.at === "sending"}
      isPainting={phase.at === "painting"}
      job={work.job}
      plan={plan && <PlanLine plan={plan.data} error={plan.error} />}
      onExecute={work.execute}
      onAbort={work.abort}
    />
  );
}

/** What the server knows of the retouch as it stands; null while there is nothing to retouch. */
function usePlan(desk: Desk) {
  const asked = useSettled(JSON.stringify(planOf(desk)));
  const plan = useQuery({
    queryKey: ["plan", asked],
    queryFn: () => planRetouch(JSON.parse(asked) as NonNullable<ReturnType<typeof planOf>>),
    enabled: asked !== "null",
    placeholderData: keepPreviousData,
  });
  return planOf(desk) ? plan : null;
}
