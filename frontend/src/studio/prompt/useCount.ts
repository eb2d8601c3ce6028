/** How many tokens a prompt is: counted by the server once the typing rests; estimated until it answers, and where it cannot. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Settings } from "../../painting/settings";
import { useSettled } from "../../painting/useSettled";
import { estimated, type WordCount } from "./count";

export type Reader = Pick<Settings, "engine" | "checkpoint">;

export function useCount(prompt: string, { engine, checkpoint }: Reader): WordCount {
  const settled = useSettled(prompt);
  const asked = useQuery({
    queryKey: ["words", "count", settled, engine, checkpoint],
    queryFn: () => countWords(settled, engine, checkpoint),
    enabled: settled !== "",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return asked.data && settled === prompt ? asked.data : estimated(prompt);
}

const countWords = (prompt: string, engine: string, checkpoint: string): Promise<WordCount> =>
  call("api/words/count", {
    method: "POST",
    json: { prompt, ...(engine ? { engine } : {}), ...(checkpoint ? { checkpoint } : {}) },
  });
