/** What the server knows before the click: of the form as it is, and of each usual size. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getSizes, planGenerate } from "../api/client";
import type { EngineWishes, GenerateRequest } from "../api/types";
import { fieldsOf, wrongNumber } from "../painting/settings";
import { useSettled } from "../painting/useSettled";
import { type Draft, planOf } from "./draft";

export function usePlan(draft: Draft) {
  const asked = useSettled(JSON.stringify(planOf(draft)));
  return useQuery({
    queryKey: ["plan", asked],
    queryFn: () => planGenerate(JSON.parse(asked) as Partial<GenerateRequest>),
    enabled: asked !== "null",
    placeholderData: keepPreviousData,
  });
}

export function useSizes({ settings, count }: Draft) {
  const { engine, checkpoint, steps }: EngineWishes = wrongNumber(settings) ? {} : fieldsOf(settings);
  const asked = useSettled(JSON.stringify({ engine, checkpoint, steps }));
  return useQuery({
    queryKey: ["sizes", asked, count],
    queryFn: () => getSizes(JSON.parse(asked) as EngineWishes, count),
    placeholderData: keepPreviousData,
  });
}
