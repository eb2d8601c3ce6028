/** Words, the larger the more often they were chosen; a list, so that it is heard as one. */
import { useTranslation } from "react-i18next";

export interface Word {
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

const SMALLEST_REM = 0.85;
const LARGEST_REM = 2.6;

/** A word's size: by the square root, so that what is seen as its area follows the count. */
export const sizeOf = (count: number, most: number): number =>
  SMALLEST_REM + (LARGEST_REM - SMALLEST_REM) * Math.sqrt(count / Math.max(1, most));

export function Cloud({ words, label }: { words: readonly Word[]; label: string }) {
  const { i18n } = useTranslation();
  const most = Math.max(0, ...words.map(({ count }) => count));
  return (
    <ul className="chart-cloud" aria-label={label}>
      {words.map(({ key, label: word, count }) => (
        <li key={key} style={{ fontSize: `${sizeOf(count, most).toFixed(2)}rem` }}>
          {word} <span className="chart-soft">{count.toLocaleString(i18n.language)}</span>
        </li>
      ))}
    </ul>
  );
}
