/** Weights by key in a field of plain text: (word:1.1). Where the cursor stands says which words are meant. */

export interface Marked {
  readonly text: string;
  readonly start: number; // of what is marked
  readonly end: number;
}

const STEP = 0.1;
const MOST = 3;
const ROUND = 1.1; // what brackets without a number multiply by
const WORD = /[^\s,()[\]{}|<>:\\]/;
const WEIGHTED = /^([\s\S]*?)(?::\s*([+-]?\d*\.?\d+)\s*)?$/;

/** The text with the marked words, else the word at the cursor, heavier by so many steps; 1 takes the brackets away. */
export function weighed({ text, start, end }: Marked, steps: number): Marked {
  const group = groupAround(text, start, end);
  const [from, to] = group ? [group.open, group.close + 1] : wordsAt(text, start, end);
  const words = group?.words ?? text.slice(from, to);
  if (words.trim() === "") return { text, start, end };
  const weight = limited((group?.weight ?? 1) + steps * STEP);
  const before = text.slice(0, from);
  const told = weight === 1 ? words : `(${words}:${weight.toFixed(1)})`;
  const first = before.length + (weight === 1 ? 0 : 1);
  return { text: before + told + text.slice(to), start: first, end: first + words.length };
}

const limited = (weight: number): number => Math.round(Math.min(Math.max(weight, 0), MOST) * 10) / 10;

interface Group {
  readonly open: number;
  readonly close: number;
  readonly words: string;
  readonly weight: number;
}

/** The innermost round brackets around both places. */
function groupAround(text: string, start: number, end: number): Group | null {
  const open = unmatched(text, start - 1, -1, "(", ")");
  const close = open === null ? null : unmatched(text, open + 1, 1, ")", "(");
  if (open === null || close === null || close < end) return null;
  const [, words = "", number] = WEIGHTED.exec(text.slice(open + 1, close)) ?? [];
  return { open, close, words, weight: number === undefined ? ROUND : Number(number) };
}

/** The first bracket on the way that belongs to nothing between; one after a backslash is a sign like any other. */
function unmatched(text: string, from: number, by: 1 | -1, wanted: string, other: string): number | null {
  let depth = 0;
  for (let place = from; place >= 0 && place < text.length; place += by) {
    if (text[place - 1] === "\\") continue;
    if (text[place] === other) depth += 1;
    else if (text[place] === wanted && depth-- === 0) return place;
  }
  return null;
}

/** What is marked, without blanks at its ends; the word around the cursor where nothing is. */
function wordsAt(text: string, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  if (from === to) {
    while (from > 0 && WORD.test(text[from - 1] ?? "")) from -= 1;
    while (to < text.length && WORD.test(text[to] ?? "")) to += 1;
    return [from, to];
  }
  while (from < to && /\s/.test(text[from] ?? "")) from += 1;
  while (to > from && /\s/.test(text[to - 1] ?? "")) to -= 1;
  return [from, to];
}
