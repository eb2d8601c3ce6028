/** The words to tick, as the server lists them. */
import { useQuery } from "@tanstack/react-query";
import { getWords } from "../api/prompts";
import type { Kind } from "./wishes";

const NONE: Readonly<Record<Kind, readonly string[]>> = { animals: [], weathers: [], seasons: [], times: [] };

export const useGardenWords = (): Readonly<Record<Kind, readonly string[]>> =>
  useQuery({ queryKey: ["garden words"], queryFn: getWords, staleTime: Number.POSITIVE_INFINITY }).data ??
  NONE;
