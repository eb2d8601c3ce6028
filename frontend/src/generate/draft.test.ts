import { describe, expect, test } from "vitest";
import { noSettings } from "../painting/settings";
import {
  type Draft,
  draftOf,
  emptyDraft,
  lackOf,
  namedFirst,
  nameOf,
  permitted,
  planOf,
  requestOf,
  sized,
  sizeOf,
  turned,
} from "./draft";

const draft = (changes: Partial<Draft> = {}): Draft => ({ ...emptyDraft, prompt: "a garden", ...changes });

describe("the size", () => {
  test.each([
    ["768", "512", { width: 768, height: 512 }],
    [" 64", "4096 ", { width: 64, height: 4096 }],
    ["63", "512", null],
    ["768", "4097", null],
    ["768.5", "512", null],
    ["", "512", null],
    ["1e3", "512", null],
  ])("%j by %j", (width, height, size) => {
    expect(sizeOf(draft({ width, height }))).toEqual(size);
    expect(lackOf(draft({ width, height }))).toBe(size ? null : "size");
  });

  test("can be chosen and turned", () => {
    const chosen = sized(draft(), { width: 1280, height: 800 });
    expect(sizeOf(chosen)).toEqual({ width: 1280, height: 800 });
    expect(sizeOf(turned(chosen))).toEqual({ width: 800, height: 1280 });
    expect(turned(turned(chosen))).toEqual(chosen);
  });
});

test("a usual size that the checkpoint does not paint gives way to one that it does, and no other size is touched", () => {
  const rows = [
    { width: 640, height: 480, allowed: false },
    { width: 768, height: 512, allowed: false },
    { width: 1024, height: 768, allowed: true },
  ];
  expect(sizeOf(permitted(draft(), rows))).toEqual({ width: 1024, height: 768 });
  const own = draft({ width: "512", height: "768" });
  expect(permitted(own, rows)).toBe(own);
  const none = rows.map((row) => ({ ...row, allowed: false }));
  expect(sizeOf(permitted(draft(), none))).toEqual({ width: 768, height: 512 });
});

test.each([
  [{ prompt: "  " }, "prompt"],
  [{ seed: "-1" }, "seed"],
  [{ settings: { ...noSettings, steps: "0" } }, "settings"],
  [{}, null],
] as const)("with %j the form lacks %j", (changes, lack) => {
  expect(lackOf(draft(changes))).toBe(lack);
  expect(requestOf(draft(changes)) === null).toBe(lack !== null);
});

describe("the request", () => {
  test("names size and count, and leaves out what was not wished", () => {
    expect(requestOf(draft({ prompt: " a garden " }))).toEqual({
      prompt: "a garden",
      width: 768,
      height: 512,
      count: 1,
    });
  });

  test("names what was wished, and fills the form again as it was", () => {
    const settings = { ...noSettings, engine: "painter", steps: "12" };
    const wished = draft({ negative: "people", seed: "7", count: 4, settings });
    const request = requestOf(wished);
    expect(request).toMatchObject({
      negative_prompt: "people",
      seed: 7,
      count: 4,
      engine: "painter",
      steps: 12,
    });
    expect(request && draftOf(request)).toEqual(wished);
  });

  test("is planned without its words, so that a form without words shows its time", () => {
    const settings = { ...noSettings, engine: "painter" };
    expect(planOf(draft({ prompt: "", seed: "x", settings }))).toEqual({
      width: 768,
      height: 512,
      count: 1,
      engine: "painter",
    });
    expect(planOf(draft({ width: "" }))).toBeNull();
    expect(planOf(draft({ settings: { ...noSettings, guidance: "99" } }))).toBeNull();
  });
});

test("a form begins with the original's words and size, and its three sizes come first under their names", () => {
  expect(emptyDraft.prompt).toMatch(/^white flowers, fantasy, very happy, .*digital art$/);
  const rows = [
    { width: 640, height: 480 },
    { width: 768, height: 512 },
    { width: 1280, height: 800 },
    { width: 1024, height: 600 },
  ];
  const names = namedFirst(rows).map(nameOf);
  expect(names).toEqual(["Basic", "WSVGA", "WXGA", null]);
  expect(sizeOf(emptyDraft)).toEqual({ width: 768, height: 512 });
});

test("a form is filled again with the words as they were typed", () => {
  expect(draftOf({ prompt: "a red rose" }, "a {red|white} rose").prompt).toBe("a {red|white} rose");
});
