/** The mood by the visitor's own word: eight faces, and one for not being sure. */
import type { ReactElement } from "react";
import { MoodFace } from "../parts/drawings";
import { EMOTIONS, type Feeling } from "../server/types";
import { useTexts } from "../text/texts";

export function Mood({
  now,
  onFeel,
}: {
  now: Feeling | null;
  onFeel: (feeling: Feeling) => void;
}): ReactElement {
  const t = useTexts();
  return (
    <>
      <div className="moods">
        {EMOTIONS.map((mood) => (
          <button type="button" key={mood} aria-pressed={now === mood} onClick={() => onFeel(mood)}>
            <MoodFace mood={mood} />
            <span>{t.mood[mood]}</span>
          </button>
        ))}
      </div>
      <button type="button" className="unsure" aria-pressed={now === ""} onClick={() => onFeel("")}>
        <MoodFace mood="" />
        <span>
          {t.mood.unsure}
          <small>{t.guess.unsureHint}</small>
        </span>
      </button>
    </>
  );
}
