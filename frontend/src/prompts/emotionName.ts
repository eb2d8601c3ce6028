/** An emotion in the reader's language, with the word of the prompts where that is another. */
import { useTranslation } from "react-i18next";
import type { Emotion } from "../pool/words";

export function useEmotionName(): (emotion: Emotion) => string {
  const { t } = useTranslation();
  return (emotion) => {
    const name = t(`prompts.emotions.${emotion}`);
    return name.toLowerCase() === emotion ? emotion : `${name} (${emotion})`;
  };
}
