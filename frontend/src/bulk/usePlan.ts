/** What the server knows of the run before the start. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type BulkRequest, planBulk } from "../api/bulks";
import { useSettled } from "../painting/useSettled";
import { type Draft, requestOf } from "./draft";

export function usePlan(draft: Draft) {
  const asked = useSettled(useMemo(() => JSON.stringify(requestOf(draft)), [draft]));
  return useQuery({
    queryKey: ["bulk plan", asked],
    queryFn: () => planBulk(JSON.parse(asked) as BulkRequest),
    enabled: asked !== "null",
    placeholderData: keepPreviousData,
    retry: false,
  });
}
