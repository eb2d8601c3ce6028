import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fill, isLanguage, TEXTS } from "./texts";

const leaves = (value: unknown, path = ""): [string, string][] =>
  typeof value === "string"
    ? [[path, value]]
    : Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));

const english = new Map(leaves(TEXTS.en));

describe.each(["ko", "ja"] as const)("the %s words of the kiosk", (language) => {
  const words = new Map(leaves(TEXTS[language]));

  test("have the same keys as the English ones", () => {
    expect([...words.keys()]).toEqual([...english.keys()]);
  });

  test("fill in the same values", () => {
    const holes = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();
    for (const [key, text] of words) expect([key, holes(text)]).toEqual([key, holes(english.get(key) ?? "")]);
  });

  test("are translated", () => {
    const same = [...words].filter(([key, text]) => text === english.get(key) && /[a-z]{4}/.test(text));
    expect(same).toEqual([]);
  });
});

test("no word is left over: each is named in a source file", () => {
  const folder = join(import.meta.dirname, "..");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf-8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(folder, name), "utf-8"))
    .join("\n");
  const named = (key: string) => {
    const parts = key.split(".");
    const group = parts.slice(0, -1).join(".");
    const last = parts.at(-1) ?? "";
    if (parts.length === 2 && sources.includes(`t[step].${last}`)) return true;
    return sources.includes(`.${key}`) || (group !== "" && sources.includes(`.${group}[`));
  };
  const paths = [...english.keys()];
  expect(paths.filter((key) => !named(key))).toEqual([]);
});

test("values are filled in, and a hole without one is seen", () => {
  expect(fill("{{a}} of {{b}}", { a: 1, b: "two" })).toBe("1 of two");
  expect(fill("{{a}}", {})).toBe("{{a}}");
});

test.each([
  ["ko", true],
  ["fr", false],
  ["toString", false],
  [null, false],
])("%j is a language: %j", (word, wanted) => {
  expect(isLanguage(word)).toBe(wanted);
});
