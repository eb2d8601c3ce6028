/** The tokens that a picture proposes: the prompt that made it where its file tells one, else what a tagger sees. */
import type { Token, Wishes } from "../model/sheet";
import { tokensOf } from "./serialise";
import { added } from "./tokens";

/** What `POST /api/looks/tags` answers. */
export interface SeenTags {
  readonly source: string; // metadata, webui, imagenet ...
  readonly prompt: string | null;
  readonly negative_prompt: string | null;
  readonly tags: readonly { readonly name: string; readonly confidence: number }[];
}

/** Each word once: those of the file's own prompt in their order, then the tags, surest first. */
export function extractedFrom({ prompt, tags }: SeenTags): readonly Token[] {
  const surest = [...tags].sort((one, other) => other.confidence - one.confidence);
  const seen = surest.map(({ name }): Token => ({ text: name, weight: 1, on: true }));
  return added(added([], tokensOf(prompt ?? "")), seen);
}

/** All that was proposed at the end of the own prompt, once and in order; nothing is proposed any more. */
export const movedToPrompt = ({ prompt, extracted }: Wishes): Pick<Wishes, "prompt" | "extracted"> => ({
  prompt: added(prompt, extracted),
  extracted: [],
});
