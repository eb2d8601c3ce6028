import { describe, expect, test } from "vitest";
import { noSettings } from "../../painting/settings";
import { firstWishes, type Wishes } from "../model/sheet";
import { defaultsFrom, keptOf, wishesFrom } from "./defaults";

test("without own defaults the usual ones hold", () => {
  expect(wishesFrom(undefined)).toEqual(firstWishes);
  expect(wishesFrom({})).toEqual(firstWishes);
});

describe("what is kept comes back", () => {
  const own: Wishes = {
    ...firstWishes,
    settings: { ...noSettings, engine: "diffusers", steps: "12", guidance: "4.5" },
    strength: 29,
    count: 4,
    maskBlur_px: 0,
    negative: [{ text: "text", weight: 1.4, on: true }],
  };

  test("as it was, beside the usual rest", () => {
    expect(wishesFrom(defaultsFrom(own))).toEqual(own);
  });

  test("a word that is off among others is not kept; the usual six come back as they were", () => {
    const withOff = { ...own, negative: [...own.negative, { text: "sky", weight: 1, on: false }] };
    expect(keptOf(defaultsFrom(withOff)).negative).toEqual(own.negative);
    expect(keptOf(defaultsFrom(firstWishes)).negative).toBe(firstWishes.negative);
  });

  test("no words against at all are kept as none", () => {
    expect(keptOf(defaultsFrom({ ...own, negative: [] })).negative).toEqual([]);
  });

  test("an edge that follows is not kept as a number", () => {
    expect(defaultsFrom(firstWishes)).not.toHaveProperty("feather_px");
  });
});

test("more candidates than the panel can show become the most that it can", () => {
  expect(keptOf({ count: 16 }).count).toBe(8);
});
