/** The prompt generator: every combination of some words, in sentences that take turns, as a table of rows. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { makeProduct, type ProductWish } from "../api/prompts";
import { EMOTIONS, type Emotion } from "../pool/words";
import { useTemplates } from "../prompts/Templates";
import { useWordNames } from "../prompts/wordName";
import { reasonOf } from "../shell/reason";
import type { PartProps } from "./NewRun";
import { RowTable } from "./RowTable";
import { Ticks } from "./Ticks";
import { useGardenWords } from "./useGardenWords";
import {
  firstWishes,
  KINDS,
  MOST_ROWS,
  productsOf,
  rowsOf,
  textsOf,
  toggled,
  type Wishes,
  wishLack,
} from "./wishes";

let kept = firstWishes; // as the form's content, it survives a walk to another page

const LACKS = {
  emotions: "bulk.lack.emotions",
  words: "bulk.lack.ticks",
  templates: "bulk.lack.templates",
  tooMany: "bulk.lack.tooMany",
} as const;

export function Generator({ draft, onChange }: PartProps) {
  const { t } = useTranslation();
  const [wishes, setWishes] = useState(kept);
  const own = useTemplates().data?.items ?? [];
  const words = useGardenWords();
  const made = useMutation({
    mutationFn: async (wanted: readonly ProductWish[]) =>
      (await Promise.all(wanted.map(makeProduct))).flatMap(({ rows }) => rows),
    onSuccess: (rows) => onChange({ rows }),
  });
  const change = (changes: Partial<Wishes>) => {
    kept = { ...wishes, ...changes };
    setWishes(kept);
  };
  const lack = wishLack(wishes, own);
  return (
    <>
      <form
        className="sheet-body cell-form"
        onSubmit={(event) => {
          event.preventDefault();
          made.mutate(productsOf(wishes, own));
        }}
      >
        <Emotions wishes={wishes} onChange={change} />
        {KINDS.map((kind) => (
          <Ticks
            key={kind}
            title={t(`bulk.kinds.${kind}`)}
            words={words[kind]}
            ticked={wishes.ticked[kind]}
            typed={wishes.typed[kind]}
            onTick={(word) =>
              change({
                ticked: { ...wishes.ticked, [kind]: toggled(wishes.ticked[kind], word, words[kind]) },
              })
            }
            onType={(typed) => change({ typed: { ...wishes.typed, [kind]: typed } })}
          />
        ))}
        <Sentences wishes={wishes} own={own} onChange={change} />
        {made.error && (
          <p className="problem" role="alert">
            {reasonOf(t, made.error)}
          </p>
        )}
        <div className="actions">
          <button type="submit" disabled={lack !== null || made.isPending}>
            {t("bulk.makeRows", { count: rowsOf(wishes) })}
          </button>
          {lack && <p className="soft">{t(LACKS[lack], { most: MOST_ROWS })}</p>}
        </div>
      </form>
      <RowTable draft={draft} onChange={onChange} />
    </>
  );
}

interface WishProps {
  wishes: Wishes;
  onChange: (changes: Partial<Wishes>) => void;
}

function Emotions({ wishes, onChange }: WishProps) {
  const { t } = useTranslation();
  const names = useWordNames();
  return (
    <fieldset className="ticks">
      <legend>{t("bulk.emotions")}</legend>
      <div>
        {EMOTIONS.map((emotion) => (
          <label key={emotion} className="tick">
            <input
              type="checkbox"
              checked={wishes.emotions.includes(emotion)}
              onChange={() => onChange({ emotions: toggled(wishes.emotions, emotion, EMOTIONS) })}
            />
            {names.emotion(emotion)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SentenceProps extends WishProps {
  own: Parameters<typeof textsOf>[1];
}

/** The sentences of each chosen emotion, to be changed before the rows are made. */
function Sentences({ wishes, own, onChange }: SentenceProps) {
  const { t } = useTranslation();
  const names = useWordNames();
  const set = (emotion: Emotion, texts: readonly string[] | null) => {
    const { [emotion]: _, ...others } = wishes.templates;
    onChange({ templates: texts ? { ...others, [emotion]: texts } : others });
  };
  return (
    <details className="more-fields sentences">
      <summary>{t("prompts.templates")}</summary>
      <p className="soft">{t("bulk.placesHint")}</p>
      {wishes.emotions.map((emotion) => {
        const texts = textsOf(wishes, own, emotion);
        return (
          <div key={emotion} className="sentences-of">
            {texts.map((text, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a sentence that is being typed has no identity but its place
              <label key={place} className="field">
                <span>{t("bulk.sentence", { emotion: names.emotion(emotion), place: place + 1 })}</span>
                <textarea
                  rows={3}
                  value={text}
                  onChange={(event) => set(emotion, texts.with(place, event.target.value))}
                />
              </label>
            ))}
            {wishes.templates[emotion] && (
              <button type="button" className="quiet" onClick={() => set(emotion, null)}>
                {t("bulk.ownSentences", { emotion: names.emotion(emotion) })}
              </button>
            )}
          </div>
        );
      })}
    </details>
  );
}
