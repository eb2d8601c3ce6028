/** What a box of tokens offers for what is typed: groups of options, the nearest first. */
import type { Token } from "../model/sheet";
import type { Group, GroupName } from "./presets";
import { tokensOf } from "./serialise";
import { isIn } from "./tokens";

/** A tag that the server knows. */
export interface KnownTag {
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  readonly alias: string | null;
}

export interface Option {
  readonly label: string;
  readonly note: string; // what was typed, an alias ...; empty where there is nothing to say
  readonly tokens: readonly Token[]; // what choosing it adds
}

export interface OptionGroup {
  readonly name: GroupName;
  readonly options: readonly Option[];
}

export interface Sources {
  readonly presets: readonly Group[];
  readonly own: readonly string[]; // as they were kept: a prompt each
  readonly loras: readonly string[];
  readonly embeddings: readonly string[];
  readonly dictionary: Readonly<Record<string, string>>; // Korean or Japanese: English
  readonly tags: readonly KnownTag[];
}

const LORA_WEIGHT = 0.8;
const MOST_OF_A_GROUP = 12;

/** The groups that have something to offer, without the words that are there already. */
export function suggested(typed: string, tokens: readonly Token[], sources: Sources): readonly OptionGroup[] {
  const sought = plainly(typed);
  const groups: OptionGroup[] = [
    { name: "word", options: sought ? fromDictionary(sought, sources.dictionary) : [] },
    { name: "own", options: sources.own.map(kept) },
    { name: "tag", options: sought ? sources.tags.map(tagged) : [] },
    ...sources.presets.map(({ name, words }) => ({ name, options: words.map((text) => word(text)) })),
    { name: "lora", options: sources.loras.map(lora) },
    { name: "embedding", options: sources.embeddings.map((text) => word(text)) },
  ];
  const isNew = (option: Option) => !option.tokens.every((token) => isIn(tokens, token));
  const fits = (option: Option) => saysOf(option).includes(sought);
  const fitting = groups.map(({ name, options }) => ({ name, options: options.filter(isNew).filter(fits) }));
  return onceEach(fitting)
    .map(({ name, options }) => ({ name, options: sought ? options.slice(0, MOST_OF_A_GROUP) : options }))
    .filter(({ options }) => options.length > 0);
}

/** All by which an option is found: its label, the word or alias beside it, and the tokens that it adds. */
const saysOf = ({ label, note, tokens }: Option): string =>
  plainly([label, note, ...tokens.map(({ text }) => text)].join(" "));

/** The groups with each label only where it comes first. */
function onceEach(groups: readonly OptionGroup[]): OptionGroup[] {
  const seen = new Set<string>();
  const isFirst = ({ label }: Option) => !seen.has(plainly(label)) && Boolean(seen.add(plainly(label)));
  return groups.map(({ name, options }) => ({ name, options: options.filter(isFirst) }));
}

const plainly = (text: string): string => text.trim().normalize("NFC").toLowerCase().replaceAll("_", " ");

const word = (text: string, note = ""): Option => ({
  label: text,
  note,
  tokens: [{ text, weight: 1, on: true }],
});
const kept = (prompt: string): Option => ({ label: prompt, note: "", tokens: tokensOf(prompt) });
const lora = (name: string): Option => ({
  label: name,
  note: "LoRA",
  tokens: [{ text: `<lora:${name}>`, weight: LORA_WEIGHT, on: true }],
});
const tagged = ({ name, alias }: KnownTag): Option => word(name, alias ?? "");

/** Words that begin with what is typed, then those that hold it. */
function fromDictionary(sought: string, dictionary: Readonly<Record<string, string>>): Option[] {
  const found = Object.entries(dictionary).filter(([own]) => own.includes(sought));
  const begins = ([own]: [string, string]) => Number(!own.startsWith(sought));
  return found
    .sort((one, other) => begins(one) - begins(other) || one[0].length - other[0].length)
    .map(([own, english]) => word(english, own));
}

export type Script = "ko" | "ja" | null;

/** Whose dictionary is to be asked for what is typed; Chinese signs are read as Japanese. */
export function scriptOf(typed: string): Script {
  if (/[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/.test(typed)) return "ko";
  return /[\u3040-\u30ff\u3400-\u9fff]/.test(typed) ? "ja" : null;
}
