/** The prompt as tokens and as the one string that is sent: a, (b:1.2), <lora:c:0.8>. */
import type { Token, Wishes } from "../model/sheet";
import { type Run, runsOf } from "./brackets";
import { asWeight } from "./weight";

const TAG = /^<(\w+):([^:<>]+)(?::([^:<>]*))?(?::([^<>]*))?>$/; // kind, name, weight, what some add after it

/** One token as it is sent; one that is off, or empty, says nothing. */
export function written({ text, weight, on }: Token): string {
  const word = text.trim();
  if (!on || word === "") return "";
  const shown = asWeight(weight).toFixed(1);
  const isPlain = shown === "1.0";
  const tag = TAG.exec(word);
  if (tag) return isPlain && !tag[4] ? word : `<${tag[1]}:${tag[2]}:${shown}${tag[4] ? `:${tag[4]}` : ""}>`;
  const safe = word.replace(/[\\()[\]]/g, "\\$&");
  return isPlain ? safe : `(${safe}:${shown})`;
}

export const serialised = (tokens: readonly Token[]): string => tokens.map(written).filter(Boolean).join(",");

/** What is wished for, and below it what was proposed from the picture while that is used. */
export const promptOf = ({ prompt, extracted, useExtracted }: Wishes): string =>
  serialised(useExtracted ? [...prompt, ...extracted] : prompt);

export const negativeOf = ({ negative }: Wishes): string => serialised(negative);

/** The tokens of a text: each part between commas or line ends, and each part of another weight, is one. */
export const tokensOf = (text: string): Token[] => runsOf(text).flatMap(partsOf);

function partsOf({ text, weight, isTag }: Run): Token[] {
  if (isTag) return [taken(text, weight)];
  return text
    .split(/,|\r?\n|\b(BREAK)\b/)
    .map((word) => word?.trim() ?? "")
    .filter(Boolean)
    .map((word) => ({ text: word, weight: asWeight(weight), on: true }));
}

/** A tag keeps its weight apart from its name, so that both can be changed; one without a number counts once. */
function taken(text: string, around: number): Token {
  const [, kind, name, number, rest] = TAG.exec(text) ?? [];
  const own = number?.trim() ? Number(number) : 1;
  if (!kind || Number.isNaN(own)) return { text, weight: asWeight(around), on: true };
  return { text: `<${kind}:${name}${rest ? `::${rest}` : ""}>`, weight: asWeight(own * around), on: true };
}
