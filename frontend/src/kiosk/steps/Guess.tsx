/** What the computer sees, as a guess that can be confirmed, corrected or left open; and the question for a child. */
import type { ReactElement } from "react";
import { MoodFace } from "../parts/drawings";
import type { FaceGuess, Feeling } from "../server/types";
import { fill, useTexts } from "../text/texts";

interface Wishes {
  guess: FaceGuess;
  onRight: () => void;
  onCorrect: () => void;
  onFeel: (feeling: Feeling) => void;
  onAgain: () => void;
}

export function Guess({ guess, onRight, onCorrect, onFeel, onAgain }: Wishes): ReactElement {
  const t = useTexts();
  const ages = guess.age_low !== undefined && guess.age_high !== undefined;
  return (
    <>
      <div className="guess-face">
        <MoodFace mood={guess.emotion} />
        <p className="looks">{guess.emotion ? t.looks[guess.emotion] : t.guess.unsure}</p>
        {ages && (
          <p className="ages">
            {fill(t.guess.ages, { low: guess.age_low ?? "", high: guess.age_high ?? "" })}
          </p>
        )}
        <p className="note">{t.guess.note}</p>
      </div>
      <div className="choices">
        {guess.emotion && (
          <button type="button" className="primary" onClick={onRight}>
            {t.guess.right}
          </button>
        )}
        <button type="button" className={guess.emotion ? "" : "primary"} onClick={onCorrect}>
          {guess.emotion ? t.guess.correct : t.consent.hand}
        </button>
        <button type="button" onClick={() => onFeel("")}>
          {t.guess.unsureChoice}
          <small>{t.guess.unsureHint}</small>
        </button>
      </div>
      <button type="button" className="quiet again" onClick={onAgain}>
        {t.guess.again}
      </button>
    </>
  );
}

interface ChildWishes {
  age: number;
  onAdult: () => void;
  onHand: () => void;
}

export function Child({ age, onAdult, onHand }: ChildWishes): ReactElement {
  const t = useTexts();
  return (
    <>
      <p className="lead">{fill(t.child.text, { age })}</p>
      <div className="choices">
        <button type="button" onClick={onAdult}>
          {t.child.adult}
        </button>
        <button type="button" className="primary" onClick={onHand}>
          {t.child.hand}
        </button>
      </div>
    </>
  );
}
