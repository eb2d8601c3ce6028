/** Acts with their keys, which can be changed; a key that is taken is told before it is given away. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../shell/usePreferences";
import { Kept } from "./Kept";
import { KeyButton, keyText } from "./KeyButton";
import {
  isReserved,
  type Keyboard,
  keyOf,
  type OwnKeys,
  swapped,
  takerOf,
  withKey,
  withoutOwn,
} from "./keys";
import { Sheet } from "./Sheet";

type Question =
  | { readonly why: "reserved"; readonly act: string; readonly key: string }
  | { readonly why: "taken"; readonly act: string; readonly key: string; readonly taker: string };

interface Props {
  title: string;
  hint: string;
  keyboard: Keyboard;
  groups: readonly (readonly [name: string, acts: readonly string[]])[];
  nameOf: (act: string) => string;
}

export function ShortcutsSheet({ title, hint, keyboard, groups, nameOf }: Props) {
  const { t } = useTranslation();
  const chosen = usePreferences();
  const own = chosen.data.shortcuts ?? {};
  const [question, setQuestion] = useState<Question | null>(null);
  const keep = (after: OwnKeys) => {
    setQuestion(null);
    chosen.save({ shortcuts: after });
  };
  const wish = (act: string, key: string) => {
    const taker = takerOf(keyboard, own, act, key);
    if (isReserved(key)) setQuestion({ why: "reserved", act, key });
    else if (taker) setQuestion({ why: "taken", act, key, taker });
    else keep(withKey(keyboard, own, act, key));
  };
  return (
    <Sheet title={title} hint={hint}>
      <div className="shortcut-groups">
        {groups.map(([group, acts]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {acts.map((act) => (
                <li key={act}>
                  <span>{nameOf(act)}</span>
                  <KeyButton
                    act={nameOf(act)}
                    value={keyOf(keyboard, own, act)}
                    isOwn={act in own}
                    onKey={(key) => wish(act, key)}
                  />
                  {question?.act === act && (
                    <Answer
                      question={question}
                      nameOf={nameOf}
                      onSwap={(taker) => keep(swapped(keyboard, own, act, taker))}
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
        <button
          type="button"
          disabled={!keyboard.acts.some((act) => act in own)}
          onClick={() => keep(withoutOwn(keyboard, own))}
        >
          {t("settings.resetKeys")}
        </button>
        <Kept chosen={chosen} />
      </div>
    </Sheet>
  );
}

interface AnswerProps {
  question: Question;
  nameOf: (act: string) => string;
  onSwap: (taker: string) => void;
  onClose: () => void;
}

function Answer({ question, nameOf, onSwap, onClose }: AnswerProps) {
  const { t } = useTranslation();
  const key = keyText(question.key);
  return (
    <div className="problem" role="alert">
      <p>
        {question.why === "taken"
          ? t("settings.taken", { key, act: nameOf(question.taker) })
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
