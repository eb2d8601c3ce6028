/** What is asked for again and again, each one press: words for and against, and a strength where it matters. */
import type { Token, Wishes } from "../model/sheet";
import { tokensOf } from "./serialise";
import { added, isIn, without } from "./tokens";

interface CommonWish {
  readonly name: string; // its text is `commonWish.<name>`
  readonly prompt: string;
  readonly negative: string;
  readonly strength?: number; // 0..100
}

export const COMMON_WISHES = [
  {
    name: "remove",
    prompt: "empty background, plain surroundings",
    negative: "person, object, text, watermark",
    strength: 85,
  },
  {
    name: "smoothSkin",
    prompt: "smooth skin, even skin tone",
    negative: "skin spots, acnes, skin blemishes",
    strength: 30,
  },
  {
    name: "openEyes",
    prompt: "open eyes, detailed eyes, looking at viewer",
    negative: "closed eyes, half-closed eyes",
    strength: 60,
  },
  { name: "closeMouth", prompt: "closed mouth", negative: "open mouth, teeth" },
  { name: "smile", prompt: "light smile", negative: "frown, angry", strength: 50 },
  {
    name: "betterHands",
    prompt: "perfect hands, five fingers",
    negative: "bad hands, extra fingers, missing fingers, fused fingers",
    strength: 60,
  },
  { name: "tidyHair", prompt: "neat hair, smooth hair", negative: "messy hair, stray hairs", strength: 45 },
  { name: "clearSky", prompt: "clear blue sky", negative: "clouds, overcast, birds", strength: 75 },
  {
    name: "softLight",
    prompt: "soft lighting, even lighting",
    negative: "harsh shadows, overexposed",
    strength: 40,
  },
  { name: "sharper", prompt: "sharp focus, ultra detailed", negative: "blurry, out of focus", strength: 30 },
  { name: "lessNoise", prompt: "clean, smooth", negative: "film grain, noise, jpeg artifacts", strength: 30 },
  { name: "blurBackground", prompt: "blurred background, bokeh", negative: "sharp background", strength: 60 },
  { name: "greenLeaves", prompt: "lush green leaves", negative: "withered, dry leaves", strength: 60 },
  { name: "freshFlowers", prompt: "fresh flowers in bloom", negative: "withered, wilted", strength: 75 },
  {
    name: "cleanWall",
    prompt: "clean plain wall",
    negative: "cables, stains, cracks, posters",
    strength: 80,
  },
  { name: "noGlare", prompt: "matte surface", negative: "glare, reflection, lens flare", strength: 45 },
] as const satisfies readonly CommonWish[];

type Words = Pick<Wishes, "prompt" | "negative">;

const wordsOf = ({ prompt, negative }: CommonWish) => ({
  prompt: tokensOf(prompt),
  negative: tokensOf(negative),
});
const areAllIn = (tokens: readonly Token[], wanted: readonly Token[]) =>
  wanted.every((token) => isIn(tokens, token));

/** Whether all its words are there. */
export function isWished(wishes: Words, wish: CommonWish): boolean {
  const { prompt, negative } = wordsOf(wish);
  return areAllIn(wishes.prompt, prompt) && areAllIn(wishes.negative, negative);
}

/** With its words and its strength; where they are all there, without the words again. */
export function wishedFor(wishes: Words, wish: CommonWish): Partial<Wishes> {
  const { prompt, negative } = wordsOf(wish);
  if (isWished(wishes, wish))
    return { prompt: without(wishes.prompt, prompt), negative: without(wishes.negative, negative) };
  return {
    prompt: added(wishes.prompt, prompt),
    negative: added(wishes.negative, negative),
    ...(wish.strength === undefined ? {} : { strength: wish.strength }),
  };
}
