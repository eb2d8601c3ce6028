/** Words of one kind: ticked from a list, and more of them typed. */
import { useTranslation } from "react-i18next";
import { useWordNames } from "../prompts/wordName";

interface Props {
  title: string;
  words: readonly string[];
  ticked: readonly string[];
  typed: string;
  onTick: (word: string) => void;
  onType: (typed: string) => void;
}

export function Ticks({ title, words, ticked, typed, onTick, onType }: Props) {
  const { t } = useTranslation();
  const names = useWordNames();
  return (
    <fieldset className="ticks">
      <legend>{title}</legend>
      <div>
        {words.map((word) => (
          <label key={word} className="tick">
            <input type="checkbox" checked={ticked.includes(word)} onChange={() => onTick(word)} />
            {names.word(word)}
          </label>
        ))}
        <input
          className="more-words"
          aria-label={t("bulk.moreOf", { kind: title })}
          placeholder={t("bulk.moreWords")}
          value={typed}
          onChange={(event) => onType(event.target.value)}
        />
      </div>
    </fieldset>
  );
}
