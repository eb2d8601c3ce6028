/** What can be done to a list of tokens. Places count from 0; a place that is not there changes nothing. */
import type { Token } from "../model/sheet";
import { written } from "./serialise";
import { heavier } from "./weight";

type Tokens = readonly Token[];

const keyOf = ({ text }: Pick<Token, "text">): string => text.trim().toLowerCase();

export const isIn = (tokens: Tokens, token: Pick<Token, "text">): boolean =>
  tokens.some((one) => keyOf(one) === keyOf(token));

/** With the new ones at the end, in their order; a word that is there already stays as it is. */
export function added(tokens: Tokens, more: Tokens): Tokens {
  const found = [...tokens];
  for (const token of more) if (keyOf(token) !== "" && !isIn(found, token)) found.push(token);
  return found.length === tokens.length ? tokens : found;
}

export const without = (tokens: Tokens, others: Tokens): Tokens =>
  tokens.filter((token) => !isIn(others, token));

export const removed = (tokens: Tokens, place: number): Tokens =>
  tokens.filter((_, index) => index !== place);

const replaced = (tokens: Tokens, place: number, by: (token: Token) => Token): Tokens =>
  tokens.map((token, index) => (index === place ? by(token) : token));

export const weighed = (tokens: Tokens, place: number, steps: number): Tokens =>
  replaced(tokens, place, (token) => ({ ...token, weight: heavier(token.weight, steps) }));

export const switched = (tokens: Tokens, place: number): Tokens =>
  replaced(tokens, place, (token) => ({ ...token, on: !token.on }));

/** With the token of one place at another, kept within the list. */
export function moved(tokens: Tokens, from: number, to: number): Tokens {
  const token = tokens[from];
  const goal = Math.min(Math.max(to, 0), tokens.length - 1);
  if (!token || goal === from) return tokens;
  return removed(tokens, from).toSpliced(goal, 0, token);
}

/** The text of one token with its weight, whether it is on or not: how an own preset is kept. */
export const presetOf = (token: Token): string => written({ ...token, on: true });

export const isTag = ({ text }: Pick<Token, "text">): boolean => /^<\w+:.+>$/.test(text.trim());
