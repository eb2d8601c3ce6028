import { describe, expect, test } from "vitest";
import { firstWishes, type Token } from "../model/sheet";
import { negativeOf, promptOf, serialised, tokensOf, written } from "./serialise";
import { asWeight, heavier } from "./weight";

const token = (text: string, weight = 1, on = true): Token => ({ text, weight, on });

describe("the start", () => {
  test("is sent as retouchers know it: what is off is not in it, and no comma stands alone", () => {
    expect(negativeOf(firstWishes)).toBe("unreal,(worst quality:2.0),(low quality:2.0),(normal quality:1.6)");
    expect(promptOf(firstWishes)).toBe("masterpiece,realistic,photorealistic");
  });
});

test.each([
  [token("tulip"), "tulip"],
  [token("tulip", 1.2), "(tulip:1.2)"],
  [token("tulip", 0), "(tulip:0.0)"],
  [token("tulip", 0.8), "(tulip:0.8)"],
  [token("tulip", 3), "(tulip:3.0)"],
  [token("tulip", 1.04), "tulip"],
  [token("tulip", 9), "(tulip:3.0)"],
  [token("tulip", 1.2, false), ""],
  [token("  "), ""],
  [token(" two words "), "two words"],
  [token("<lora:flat2>"), "<lora:flat2>"],
  [token("<lora:flat2>", 1.2), "<lora:flat2:1.2>"],
  [token("<lora:flat2>", 0.4), "<lora:flat2:0.4>"],
  [token("<lora:flat2::0.5>", 1), "<lora:flat2:1.0:0.5>"],
  [token("<lora:flat2>", 1.2, false), ""],
  [token("rose (flower)"), "rose \\(flower\\)"],
  [token("rose (flower)", 1.4), "(rose \\(flower\\):1.4)"],
  [token("[x] \\"), "\\[x\\] \\\\"],
  [token(":("), ":\\("],
  [token("꽃", 1.2), "(꽃:1.2)"],
])("%j is written %j", (given, expected) => {
  expect(written(given)).toBe(expected);
});

describe("the whole prompt", () => {
  const proposed = [token("sky"), token("rain", 1, false)];

  test.each([
    [[token("a")], true, "a,sky"],
    [[token("a")], false, "a"],
    [[], true, "sky"],
    [[], false, ""],
    [[token("a", 1, false)], true, "sky"],
  ])("%j with the proposed ones (%j) is %j", (prompt, useExtracted, expected) => {
    expect(promptOf({ ...firstWishes, prompt, extracted: proposed, useExtracted })).toBe(expected);
  });

  test("has no comma too many, whatever is off or empty", () => {
    for (let pattern = 0; pattern < 64; pattern++) {
      const tokens = Array.from({ length: 6 }, (_, i) =>
        token(i % 3 ? `w${i}` : "", 1 + (i % 2), !((pattern >> i) & 1)),
      );
      expect(serialised(tokens)).not.toMatch(/^,|,,|,$/);
    }
  });
});

test.each([
  ["a, (b:1.2), <lora:x:0.8>", [token("a"), token("b", 1.2), token("<lora:x>", 0.8)]],
  ["a <lora:x:0.8> b", [token("a"), token("<lora:x>", 0.8), token("b")]],
  ["<lora:x>", [token("<lora:x>")]],
  ["<lora:x:0.8:0.5>", [token("<lora:x::0.5>", 0.8)]],
  ["<lora:x:heavy>", [token("<lora:x:heavy>")]],
  ["(a, b:1.3)", [token("a", 1.3), token("b", 1.3)]],
  ["(a)", [token("a", 1.1)]],
  ["((a))", [token("a", 1.2)]],
  ["[a]", [token("a", 0.9)]],
  ["([a])", [token("a")]],
  ["((a:1.5) b:1.2)", [token("a", 1.8), token("b", 1.2)]],
  ["rose \\(flower\\)", [token("rose (flower)")]],
  ["(rose \\(flower\\):1.4)", [token("rose (flower)", 1.4)]],
  ["a (b:1.2) c", [token("a"), token("b", 1.2), token("c")]],
  ["re:zero", [token("re:zero")]],
  ["(re:zero:1.2)", [token("re:zero", 1.2)]],
  ["(a:9)", [token("a", 3)]],
  ["(a:-1)", [token("a", 0)]],
  ["(a:1.2.3)", [token("a:1.2.3", 1.1)]],
  [":(", [token(":(")]],
  [":)", [token(":)")]],
  ["a:1.2)", [token("a:1.2)")]],
  ["(a [b", [token("(a [b")]],
  ["a,\nb\r\nc,,", [token("a"), token("b"), token("c")]],
  ["a BREAK b", [token("a"), token("BREAK"), token("b")]],
  [">_<", [token(">_<")]],
  ["()", []],
  ["", []],
  [" , ,", []],
  ["꽃, 花", [token("꽃"), token("花")]],
])("%j is read as %j", (text, expected) => {
  expect(tokensOf(text)).toEqual(expected);
});

/** Small numbers that look random and are the same in every run. */
function draws(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

test("whatever is written is read as it was, 2000 prompts of odd words", () => {
  const signs = ["a", "B", "꽃", " ", "(", ")", "[", "]", "\\", ":", "1", ".2", "_", "-", "'", ">"];
  const draw = draws(7);
  const word = () => Array.from({ length: 1 + draw(8) }, () => signs[draw(signs.length)]).join("");
  for (let round = 0; round < 2000; round++) {
    const tokens = Array.from({ length: draw(5) }, (_, i) =>
      draw(4) === 0 ? token(`<lora:n${i}>`, draw(31) / 10) : token(`w${word()}w`, draw(31) / 10),
    );
    // Neighbours of one weight stay apart by their comma; that is what is held here.
    expect(tokensOf(serialised(tokens))).toEqual(tokens.map((one) => ({ ...one, text: one.text.trim() })));
  }
});

test("what is read and written again is the same text", () => {
  for (const text of [
    "a,(b:1.2),<lora:x:0.8>",
    "rose \\(flower\\),(x:0.0)",
    "(worst quality:2.0)",
    "<lora:x:1.0:0.5>",
  ])
    expect(serialised(tokensOf(text))).toBe(text);
});

test("a weight rises by a fifth to three and falls to nothing, without crumbs", () => {
  expect(heavier(1, 1)).toBe(1.2);
  expect(Array.from({ length: 20 }).reduce<number>((weight) => heavier(weight, 1), 1)).toBe(3);
  expect(Array.from({ length: 20 }).reduce<number>((weight) => heavier(weight, -1), 1)).toBe(0);
  expect([0.1 + 0.2, 1.25, -4, 12].map(asWeight)).toEqual([0.3, 1.3, 0, 3]);
});
