/** Every act of the studio with its key, which can be changed; a key that is taken is told before it is given away. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../shell/usePreferences";
import type { StudioAct } from "../studio/shortcuts";
import { Kept } from "./Kept";
import { KeyButton, keyText } from "./KeyButton";
import { grouped, isReserved, keyOf, type OwnKeys, swapped, takerOf, withKey } from "./keys";
import { Sheet } from "./Sheet";

type Question =
  | { readonly why: "reserved"; readonly act: StudioAct; readonly key: string }
  | { readonly why: "taken"; readonly act: StudioAct; readonly key: string; readonly taker: StudioAct };

export function ShortcutsSheet() {
  const { t } = useTranslation();
  const chosen = usePreferences();
  const own = chosen.data.shortcuts ?? {};
  const [question, setQuestion] = useState<Question | null>(null);
  const keep = (after: OwnKeys) => {
    setQuestion(null);
    chosen.save({ shortcuts: after });
  };
  const wish = (act: StudioAct, key: string) => {
    const taker = takerOf(own, act, key);
    if (isReserved(key)) setQuestion({ why: "reserved", act, key });
    else if (taker) setQuestion({ why: "taken", act, key, taker });
    else keep(withKey(own, act, key));
  };
  return (
    <Sheet title={t("settings.shortcuts")} hint={t("settings.shortcutsHint")}>
      <div className="shortcut-groups">
        {grouped().map(([group, acts]) => (
          <section key={group} aria-label={t(`settings.group.${group}`)}>
            <h3>{t(`settings.group.${group}`)}</h3>
            <ul>
              {acts.map((act) => (
                <li key={act}>
                  <span>{t(`act.${act}`)}</span>
                  <KeyButton
                    act={t(`act.${act}`)}
                    value={keyOf(own, act)}
                    isOwn={act in own}
                    onKey={(key) => wish(act, key)}
                  />
                  {question?.act === act && (
                    <Answer
                      question={question}
                      onSwap={(taker) => keep(swapped(own, act, taker))}
                      onClose={() => setQuestion(null)}
                    />
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className="actions">
        <button type="button" disabled={Object.keys(own).length === 0} onClick={() => keep({})}>
          {t("settings.resetKeys")}
        </button>
        <Kept chosen={chosen} />
      </div>
    </Sheet>
  );
}

interface AnswerProps {
  question: Question;
  onSwap: (taker: StudioAct) => void;
  onClose: () => void;
}

function Answer({ question, onSwap, onClose }: AnswerProps) {
  const { t } = useTranslation();
  const key = keyText(question.key);
  return (
    <div className="problem" role="alert">
      <p>
        {question.why === "taken"
          ? t("settings.taken", { key, act: t(`act.${question.taker}`) })
          : t("settings.reserved", { key })}
      </p>
      <div className="actions">
        {question.why === "taken" && (
          <button type="button" onClick={() => onSwap(question.taker)}>
            {t("settings.swap")}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {t("settings.leave")}
        </button>
      </div>
    </div>
  );
}
