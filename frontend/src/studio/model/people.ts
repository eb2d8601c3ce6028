/** Masks of people and of their parts, from the labels of what was seen. */
import type { Grey } from "./png";

export const PARTS = ["face", "torso", "leftArm", "rightArm", "leftLeg", "rightLeg", "rest"] as const;
export type Part = (typeof PARTS)[number];

const PARTS_OF_A_PERSON = 8; // the labels are person * 8 + part

/** 255 where one of the parts of one of the people lies; `people` null means all. */
export function partsMask(labels: Grey, people: ReadonlySet<number> | null, parts: ReadonlySet<Part>): Grey {
  const wanted = new Uint8Array(256);
  for (let label = 1; label < 256; label++) {
    const part = PARTS[(label % PARTS_OF_A_PERSON) - 1];
    const person = Math.floor(label / PARTS_OF_A_PERSON);
    if (part && parts.has(part) && (people === null || people.has(person))) wanted[label] = 255;
  }
  return { ...labels, values: labels.values.map((label) => wanted[label] as number) };
}
