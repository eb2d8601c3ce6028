/** What the server would do with the retouch as it stands: shown before anything is spent. */
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { planRetouch } from "../../api/client";
import type { Engine, RetouchPlan } from "../../api/types";
import { engineOf } from "../../painting/settings";
import { useEngines } from "../../painting/useEngines";
import { useSettled } from "../../painting/useSettled";
import { boxInForce } from "../model/boxes";
import { useStudio } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";
import { type PlanRequest, planOf } from "../wishes/request";

/** The engine that will paint; undefined until the server has told. */
export function useEngine(): Engine | undefined {
  const settings = useStudio((studio) => sheetOf(studio).wishes.settings);
  return engineOf(useEngines().data?.items ?? [], settings);
}

function asked(studio: Studio, engine: Engine | undefined): string {
  const box = studio.picture && boxInForce(sheetOf(studio), studio.picture);
  return JSON.stringify(planOf(studio, box, engine));
}

export function usePlan(): UseQueryResult<RetouchPlan> | null {
  const engine = useEngine();
  const now = useStudio((studio) => asked(studio, engine));
  const settled = useSettled(now);
  const plan = useQuery({
    queryKey: ["plan", settled],
    queryFn: () => planRetouch(JSON.parse(settled) as PlanRequest),
    enabled: settled !== "null",
    placeholderData: keepPreviousData,
  });
  return now === "null" ? null : plan;
}

/** The plan of the rectangle as it is now; null while it is not known. */
export function usePlanned(): RetouchPlan | null {
  const plan = usePlan();
  return plan?.data && !plan.isPlaceholderData && !plan.error ? plan.data : null;
}
