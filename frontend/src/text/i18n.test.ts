import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import en from "./en.json";
import { languageFor } from "./i18n";
import ja from "./ja.json";
import ko from "./ko.json";

const leaves = (value: unknown, path = ""): [string, string][] =>
  typeof value === "string"
    ? [[path, value]]
    : Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));

const english = new Map(leaves(en));

describe.each(Object.entries({ ko, ja }))("the %s catalogue", (_, catalogue) => {
  const texts = new Map(leaves(catalogue));

  test("has the same keys as the English one", () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("fills in the same values", () => {
    const holes = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();
    for (const [key, text] of texts) expect([key, holes(text)]).toEqual([key, holes(english.get(key) ?? "")]);
  });

  test("is translated", () => {
    const same = [...texts].filter(([key, text]) => text === english.get(key) && /[a-z]{4}/.test(text));
    expect(same).toEqual([]);
  });
});

test("no key is left over: each is named in a source file", () => {
  const folder = join(import.meta.dirname, "..");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf-8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(folder, name), "utf-8"))
    .join("\n");
  const beginnings = (key: string) => [...key.matchAll(/\./g)].map(({ index }) => key.slice(0, index));
  const named = (key: string) =>
    sources.includes(`"${key}"`) || beginnings(key).some((part) => sources.includes(`\`${part}.$`));
  const unused = [...english.keys()]
    .map((key) => key.replace(/_(one|other)$/, ""))
    .filter((key) => !named(key));
  expect(unused).toEqual([]);
});

test.each([
  [["ko-KR", "en"], "ko"],
  [["fr", "JA"], "ja"],
  [["de"], "en"],
  [[], "en"],
])("a browser that wants %j reads %s", (wanted, language) => {
  expect(languageFor(wanted)).toBe(language);
});
