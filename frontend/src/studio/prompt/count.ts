/** How many tokens a text encoder sees, until the server has counted them. */
import { runsOf } from "./brackets";

export interface WordCount {
  readonly tokens: number;
  readonly limit: number; // of one chunk
  readonly chunks: number;
  readonly exact: boolean;
}

export const CHUNK = 75;
const LETTERS_A_TOKEN = 6;

/** Short words are one token and long ones several; signs and letters of East Asian scripts count one or two each. */
export function estimated(prompt: string): WordCount {
  const text = runsOf(prompt)
    .filter(({ isTag }) => !isTag)
    .map((run) => run.text)
    .join(" ");
  const words = text.match(/[A-Za-z]+|\d|[^\sA-Za-z\d]/g) ?? [];
  const tokens = words.reduce(
    (sum, word) => sum + (isEastAsian(word) ? 2 : Math.ceil(word.length / LETTERS_A_TOKEN)),
    0,
  );
  return { tokens, limit: CHUNK, chunks: Math.max(1, Math.ceil(tokens / CHUNK)), exact: false };
}

const isEastAsian = (sign: string): boolean => /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(sign);
