import { expect, test } from "vitest";
import { someWeights } from "../testing/samples";
import { byKind, sizeText } from "./groups";

test("checkpoints come first, and each kind is in the order of its names", () => {
  const items = [
    someWeights({ id: "ink", kind: "lora" }),
    someWeights({ id: "pond", kind: "checkpoint" }),
    someWeights({ id: "garden", kind: "checkpoint" }),
  ];
  const groups = byKind(items).map(({ kind, rows }) => [kind, rows.map(({ id }) => id)]);
  expect(groups).toEqual([
    ["checkpoint", ["garden", "pond"]],
    ["lora", ["ink"]],
  ]);
});

test.each([
  [6_938_040_682, "en", "6.94 GB"],
  [2_132_625_894, "ko", "2.13GB"],
  [334_641_162, "en", "335 MB"],
  [9_800, "en", "10 kB"],
  [12, "en", "12 byte"],
])("%i bytes in %s are %s", (bytes, language, text) => {
  expect(sizeText(bytes, language)).toBe(text);
});
