/** The calls about words for a garden: what there is to choose from, lists of words, and what a prompt becomes. */
import { call } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type WordsOfGarden = Schemas["WordsOut"];
export type Template = Schemas["TemplateOut"];
export type ProductRow = Schemas["RowOut"];
export type Wildcard = Schemas["WildcardOut"];

export const getWords = (): Promise<WordsOfGarden> => call("api/prompts/words");

export const getTemplates = (): Promise<Schemas["TemplateList"]> => call("api/prompts/templates");

export interface ProductWish {
  readonly emotions: readonly string[];
  readonly animals: readonly string[];
  readonly weathers: readonly string[];
  readonly seasons: readonly string[];
  readonly times: readonly string[];
  readonly templates: readonly string[] | null; // null: the house's own
  readonly limit?: number;
}

/** Every garden of these words. Nothing is painted. */
export const makeProduct = (wish: ProductWish): Promise<Schemas["ProductOut"]> =>
  call("api/prompts/product", { method: "POST", json: wish });

/** The prompt with its choices made, for `count` seeds from `seed` on. */
export const expandPrompt = (prompt: string, seed: number, count: number): Promise<Schemas["Expanded"]> =>
  call("api/prompts/expand", { method: "POST", json: { prompt, seed, count } });

export const getWildcards = (): Promise<Schemas["WildcardList"]> => call("api/wildcards");

const path = (name: string): string => `api/wildcards/${encodeURIComponent(name)}`;

export const putWildcard = (name: string, words: readonly string[]): Promise<Wildcard> =>
  call(path(name), { method: "PUT", json: { words } });

export const deleteWildcard = (name: string): Promise<void> => call(path(name), { method: "DELETE" });
