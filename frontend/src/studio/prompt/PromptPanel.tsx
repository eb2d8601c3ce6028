/** What should be painted, in words: the own prompt, what was seen in the picture, what should not be there. */
import { useTranslation } from "react-i18next";
import "../../style/studio-prompt.css";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { heeds } from "../wishes/honours";
import { CommonWishes } from "./CommonWishes";
import { ExactPrompt } from "./ExactPrompt";
import { movedToPrompt } from "./extracted";
import { MyPresets } from "./MyPresets";
import { NEGATIVE, POSITIVE } from "./presets";
import { TokenBox } from "./TokenBox";

export function PromptPanel() {
  const { t } = useTranslation();
  const isEmpty = useStudio((studio) => sheetOf(studio).wishes.prompt.length === 0);
  return (
    <div className="prompt-panel">
      <section aria-label={t("words.prompt")}>
        <h2>{t("words.prompt")}</h2>
        <TokenBox
          field="prompt"
          label={t("words.prompt")}
          hint={t(isEmpty ? "words.hintEmpty" : "words.hint")}
          presets={POSITIVE}
        />
      </section>
      <Negative />
      <CommonWishes />
      <Extracted />
      <MyPresets />
      <ExactPrompt />
    </div>
  );
}

function Negative() {
  const { t } = useTranslation();
  const engine = useEngine();
  const isHeeded = heeds(engine, "negative_prompt");
  return (
    <section aria-label={t("words.negative")}>
      <h2>{t("words.negative")}</h2>
      {!isHeeded && <p className="soft">{t("words.unheardNegative", { engine: engine?.engine ?? "" })}</p>}
      <fieldset disabled={!isHeeded}>
        <TokenBox field="negative" label={t("words.negative")} hint={t("words.hint")} presets={NEGATIVE} />
      </fieldset>
    </section>
  );
}

const NO_PRESETS = [] as const;

/** The tokens that were seen in the chosen rectangle. */
function Extracted() {
  const { t } = useTranslation();
  const store = useStore();
  const wishes = useStudio((studio) => sheetOf(studio).wishes);
  const hasBox = useStudio((studio) => sheetOf(studio).box !== null);
  const isNone = wishes.extracted.length === 0;
  return (
    <section aria-label={t("words.extracted")}>
      <h2>{t("words.extracted")}</h2>
      {isNone && <p className="soft">{t(hasBox ? "words.nothingHere" : "words.nothingSeen")}</p>}
      <TokenBox field="extracted" label={t("words.extracted")} hint={t("words.hint")} presets={NO_PRESETS} />
      <div className="extracted-acts">
        <label className="check">
          <input
            type="checkbox"
            checked={wishes.useExtracted}
            onChange={(event) => store.tell({ type: "wish", wishes: { useExtracted: event.target.checked } })}
          />
          <span>{t("words.use")}</span>
        </label>
        <button
          type="button"
          disabled={isNone}
          onClick={() => store.tell({ type: "wish", wishes: movedToPrompt(wishes) })}
        >
          {t("words.move")}
        </button>
      </div>
    </section>
  );
}
