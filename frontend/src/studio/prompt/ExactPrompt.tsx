/** The very strings that are sent, to be read and copied, and how many tokens they are. */
import { useTranslation } from "react-i18next";
import { useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { heeds } from "../wishes/honours";
import { Sent } from "./Sent";
import { negativeOf, promptOf } from "./serialise";

export function ExactPrompt() {
  const { t } = useTranslation();
  const prompt = useStudio((studio) => promptOf(sheetOf(studio).wishes));
  const negative = useStudio((studio) => negativeOf(sheetOf(studio).wishes));
  const settings = useStudio((studio) => sheetOf(studio).wishes.settings);
  const isHeeded = heeds(useEngine(), "negative_prompt");
  return (
    <section className="exact" aria-label={t("words.exact")}>
      <h2>{t("words.exact")}</h2>
      <Sent name={t("words.prompt")} text={prompt} settings={settings} />
      {isHeeded && <Sent name={t("words.negative")} text={negative} settings={settings} />}
    </section>
  );
}
