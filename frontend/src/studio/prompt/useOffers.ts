/** Where the suggestions come from: presets, the dictionary of what is typed, the server's tags, the engine's own. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { call, getModels, query } from "../../api/client";
import { useSettled } from "../../painting/useSettled";
import type { Token } from "../model/sheet";
import { useEngine } from "../run/planned";
import { heeds } from "../wishes/honours";
import type { Group } from "./presets";
import { type KnownTag, type OptionGroup, type Script, scriptOf, suggested } from "./suggestions";

const MOST_TAGS = 12;
const SETTLE_MS = 180;
const ONCE = { staleTime: Number.POSITIVE_INFINITY, retry: false } as const;
const NONE: readonly never[] = [];
const NO_WORDS: Readonly<Record<string, string>> = {};

const knownTags = (typed: string): Promise<{ items: KnownTag[] }> =>
  call(`api/words/tags?${query({ q: typed, limit: MOST_TAGS })}`);

/** The groups of options for what is typed; nothing is asked of the server while they are not shown. */
export function useOffers(
  typed: string,
  tokens: readonly Token[],
  presets: readonly Group[],
  own: readonly string[],
  isShown: boolean,
): readonly OptionGroup[] {
  const engine = useEngine();
  const embeddings = useEmbeddings(isShown && heeds(engine, "embeddings"));
  const sought = useSettled(typed.trim(), SETTLE_MS);
  const tags = useQuery({
    queryKey: ["words", "tags", sought],
    queryFn: () => knownTags(sought),
    enabled: isShown && sought !== "",
    placeholderData: keepPreviousData,
    ...ONCE,
  });
  const dictionary = useDictionary(scriptOf(typed));
  const loras = (heeds(engine, "loras") && engine?.loras) || NONE;
  const known = tags.data?.items ?? NONE;
  return useMemo(
    () => suggested(typed, tokens, { presets, own, loras, embeddings, dictionary, tags: known }),
    [typed, tokens, presets, own, loras, embeddings, dictionary, known],
  );
}

function useDictionary(script: Script): Readonly<Record<string, string>> {
  const words = useQuery({
    queryKey: ["dictionary", script],
    queryFn: async () =>
      (script === "ko" ? await import("./words.ko.json") : await import("./words.ja.json")).default,
    enabled: script !== null,
    ...ONCE,
  });
  return words.data ?? NO_WORDS;
}

function useEmbeddings(isWanted: boolean): readonly string[] {
  const models = useQuery({ queryKey: ["models"], queryFn: getModels, enabled: isWanted, staleTime: 60_000 });
  const items = models.data?.items;
  return useMemo(
    () => (isWanted && items ? items.filter(({ kind }) => kind === "embedding").map(({ id }) => id) : NONE),
    [items, isWanted],
  );
}
