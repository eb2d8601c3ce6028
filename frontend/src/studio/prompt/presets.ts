/** The words that are offered before anything is typed, in groups. Their names are texts; the words are Stable Diffusion's. */

export type GroupName =
  | "own"
  | "quality"
  | "camera"
  | "light"
  | "place"
  | "face"
  | "person"
  | "lora"
  | "embedding"
  | "flaw"
  | "medium"
  | "skin"
  | "word" // found in the dictionary
  | "tag"; // found in the list of tags

export interface Group {
  readonly name: GroupName;
  readonly words: readonly string[];
}

export const POSITIVE: readonly Group[] = [
  {
    name: "quality",
    words: [
      "absurdres",
      "masterpiece",
      "realistic",
      "photorealistic",
      "perfect anatomy",
      "ultra detailed",
      "8k uhd",
      "high quality",
    ],
  },
  { name: "camera", words: ["realistic depth of field", "film grain", "Fujifilm XT3", "ray tracing"] },
  { name: "light", words: ["dark night", "fire ambient light", "soft lighting", "back lighting"] },
  { name: "place", words: ["indoors", "outdoors"] },
  { name: "face", words: ["light smile", "angry", "serious", "closed mouth", "closed eye"] },
  { name: "person", words: ["Japanese", "Korean"] },
];

export const NEGATIVE: readonly Group[] = [
  {
    name: "quality",
    words: ["worst quality", "low quality", "normal quality", "unreal"],
  },
  { name: "embedding", words: ["ng_deepnegative_v1_75t", "bad-hands-5", "bad-picture-chill-75v"] },
  { name: "medium", words: ["drawing", "paintings", "sketches"] },
  { name: "light", words: ["back lighting", "artificial light", "shaded face"] },
  { name: "skin", words: ["skin spots", "acnes", "skin blemishes", "age spot", "wrinkled skin"] },
  { name: "flaw", words: ["bad anatomy"] },
];
