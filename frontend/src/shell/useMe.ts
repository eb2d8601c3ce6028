/** Who is signed in. The gate has asked already; a change of person begins with a new page. */
import { useQuery } from "@tanstack/react-query";
import { getMe } from "../api/client";
import type { Me } from "../api/types";

export const useMe = (): Me | null =>
  useQuery({ queryKey: ["me"], queryFn: getMe, staleTime: Number.POSITIVE_INFINITY }).data ?? null;
