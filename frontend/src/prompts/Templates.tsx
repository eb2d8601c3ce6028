/** The sentences of an emotion, each taken as the prompt by a press, with the usual words at its places. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getTemplates } from "../api/prompts";
import type { Emotion } from "../pool/words";
import { EmotionChoice } from "./EmotionChoice";
import { told, USUAL_PLACES } from "./places";

export const useTemplates = () =>
  useQuery({ queryKey: ["templates"], queryFn: getTemplates, staleTime: Number.POSITIVE_INFINITY });

export function Templates({ onUse }: { onUse: (prompt: string) => void }) {
  const { t } = useTranslation();
  const [emotion, setEmotion] = useState<Emotion>("happy");
  const texts = useTemplates().data?.items.filter((one) => one.emotion === emotion) ?? [];
  return (
    <div className="templates">
      <EmotionChoice label={t("prompts.emotion")} value={emotion} onChange={setEmotion} />
      <ul>
        {texts.map(({ id, text }) => {
          const prompt = told(text, { ...USUAL_PLACES, emotion });
          return (
            <li key={id}>
              <p>{prompt}</p>
              <button
                type="button"
                aria-label={t("prompts.useThis", { prompt })}
                onClick={() => onUse(prompt)}
              >
                {t("prompts.use")}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
