import { describe, expect, test } from "vitest";
import type { Engine } from "../../api/types";
import { noSettings } from "../../painting/settings";
import { aCheckpoint, anEngine, aPicture } from "../../testing/samples";
import { fillBox } from "../model/plane";
import { emptySheet, firstWishes, type Wishes } from "../model/sheet";
import { emptyStudio, next, type Studio } from "../model/studio";
import { contentOf } from "./content";
import { lacksOf } from "./lacks";
import { planOf, requestOf, type Uploads } from "./request";

const BOX = { x: 10, y: 20, width: 100, height: 80 };
const IDS: Uploads = { mask: "m1", lines: null, strengths: null };
const journal = {
  id: "j1",
  picture: "p1",
  title: "",
  version: 1,
  width: 400,
  height: 300,
  steps: [],
  aside: [],
};

function studioWith(wishes: Partial<Wishes> = {}): Studio {
  const sheet = {
    ...emptySheet,
    box: BOX,
    mask: fillBox(emptySheet.mask, { x: 30, y: 40, width: 10, height: 10 }, 255),
    wishes: { ...firstWishes, count: 1, ...wishes },
  };
  return next(emptyStudio, { type: "open", picture: aPicture(), journal, sheet, job: null, pending: [] });
}

const plain = {
  picture: "p1",
  journal: "j1",
  mask: "m1",
  box: [10, 20, 100, 80],
  prompt: "masterpiece,realistic,photorealistic",
  negative_prompt: "unreal,(worst quality:2.0),(low quality:2.0),(normal quality:1.6)",
};

test("untouched wishes name pictures, place and words, and leave the rest to the server", () => {
  expect(requestOf(studioWith(), IDS, BOX)).toEqual(plain);
});

test("without a journal none is named; without words against nothing is", () => {
  const { journal: _, negative_prompt: __, ...rest } = plain;
  expect(requestOf({ ...studioWith({ negative: [] }), journal: null }, IDS, BOX)).toEqual(rest);
});

test.each([
  [{ strength: 75 }, { strength: 0.75 }],
  [{ strength: 0 }, { strength: 0 }],
  [{ count: 4 }, { count: 4 }],
  [{ seed: " 7 " }, { seed: 7 }],
  [{ seed: "0" }, { seed: 0 }],
  [{ content: "latent_nothing" }, { mask_content: "latent_nothing" }],
  [
    { content: "original", strength: 95 },
    { mask_content: "original", strength: 0.95 },
  ],
  [{ simplicity: 98 }, { noise_multiplier: 0.98 }],
  [{ simplicity: 150 }, { noise_multiplier: 1.5 }],
  [{ antiGlare: 30 }, { anti_glare: 30 }],
  [{ consistency: true }, { sampler: "DDIM" }],
  [{ consistency: true, settings: { ...noSettings, sampler: "Euler a" } }, { sampler: "DDIM" }],
  [{ settings: { ...noSettings, sampler: "Euler a", steps: "12" } }, { sampler: "Euler a", steps: 12 }],
  [{ maskBlur_px: 0 }, { feather_px: 0 }],
  [{ maskBlur_px: 4 }, { feather_px: 4 }],
  [{ grow_px: 12 }, { grow_px: 12 }],
  [{ colourMatch: "off" }, { colour_match: "off" }],
  [{ colourMatch: "strong" }, { colour_match: "strong" }],
  [{ opacity: 50 }, { opacity: 0.5 }],
] as const)("%j is told as %j", (wishes, told) => {
  expect(requestOf(studioWith(wishes), IDS, BOX)).toEqual({ ...plain, ...told });
});

describe("lines", () => {
  const ids = { ...IDS, lines: "l1" };
  test.each([
    [{ useLines: true }, { lineart: "l1" }],
    [
      { useLines: true, precision: "moderate" },
      { lineart: "l1", precision: "moderate" },
    ],
    [{ useLines: false, precision: "rough" }, {}],
  ] as const)("%j is told as %j", (wishes, told) => {
    expect(requestOf(studioWith(wishes), ids, BOX)).toEqual({ ...plain, ...told });
  });

  test("none are named where none could be found", () => {
    expect(requestOf(studioWith({ useLines: true, precision: "rough" }), IDS, BOX)).toEqual(plain);
  });
});

describe("a reference", () => {
  test.each([
    [{ useReference: true }, { reference: "auto" }],
    [
      { useReference: true, referencePrecision: "moderate" },
      { reference: "auto", reference_strength: 0.75 },
    ],
    [
      { useReference: true, referencePrecision: "rough" },
      { reference: "auto", reference_strength: 0.5 },
    ],
    [{ useReference: true, otherReference: true, reference: "r9" }, { reference: "r9" }],
    [{ useReference: false, otherReference: true, reference: "r9", referencePrecision: "rough" }, {}],
  ] as const)("%j is told as %j", (wishes, told) => {
    expect(requestOf(studioWith(wishes), IDS, BOX)).toEqual({ ...plain, ...told });
  });
});

test("the strength map is sent while it is used", () => {
  const ids = { ...IDS, strengths: "s1" };
  expect(requestOf(studioWith({ useStrengths: true }), ids, BOX)).toEqual({ ...plain, strengths: "s1" });
  expect(requestOf(studioWith(), ids, BOX)).toEqual(plain);
});

describe("an engine that heeds little", () => {
  const engine = { ...anEngine(), honours: ["lines"] };
  const wishes = {
    content: "fill",
    simplicity: 90,
    consistency: true,
    useLines: true,
    useReference: true,
    useStrengths: true,
  } as const;

  test("is not asked for the rest", () => {
    const ids = { mask: "m1", lines: "l1", strengths: "s1" };
    const { negative_prompt: _, ...rest } = plain;
    expect(requestOf(studioWith(wishes), ids, BOX, engine)).toEqual({ ...rest, lineart: "l1" });
  });

  test("one that does not say is asked for everything but a sampler that it lacks", () => {
    const old = anEngine({ samplers: ["DDIM"] });
    expect(requestOf(studioWith({ consistency: true, simplicity: 90 }), IDS, BOX, old)).toEqual({
      ...plain,
      noise_multiplier: 0.9,
    });
  });
});

describe("the sampler", () => {
  const joined = anEngine({ samplers: ["Euler", "DPM++ 2M Karras", "DDIM"] });
  const apart = anEngine({ samplers: ["DPM++ 2M", "DDIM"], schedules: ["Karras"] });
  const told = anEngine({ ...apart, checkpoints: [aCheckpoint({ default_sampler: "LCM" })] });
  const karras = { ...noSettings, schedule: "Karras" };

  test.each([
    [joined, {}, { sampler: "DPM++ 2M Karras" }],
    [apart, {}, { sampler: "DPM++ 2M", schedule: "Karras" }],
    [anEngine({ ...apart, schedules: [] }), {}, { sampler: "DPM++ 2M" }],
    [told, {}, {}], // the server knows what suits the checkpoint
    [anEngine({ samplers: ["Euler"] }), {}, {}],
    [joined, { settings: { ...noSettings, sampler: "Euler" } }, { sampler: "Euler" }],
    [joined, { consistency: true }, { sampler: "DDIM" }],
    [apart, { consistency: true }, { sampler: "DDIM" }],
    [told, { consistency: true, settings: karras }, { sampler: "DDIM" }],
    [{ ...joined, honours: ["lines"] }, { consistency: true }, {}],
  ] as const)("of an engine with %j and %j is %j", (engine, wishes, sampler) => {
    const { sampler: name, schedule } = requestOf(studioWith(wishes), IDS, BOX, engine as Engine);
    expect({ ...(name ? { sampler: name } : {}), ...(schedule ? { schedule } : {}) }).toEqual(sampler);
  });
});

describe("the plan", () => {
  test("knows what decides time and fit, without words and pictures", () => {
    expect(planOf(studioWith({ strength: 80, count: 3, seed: "wrong" }), BOX)).toEqual({
      picture: "p1",
      box: [10, 20, 100, 80],
      strength: 0.8,
      count: 3,
    });
  });

  test("is not asked for without a picture, without a box, and with a wrong number", () => {
    expect(planOf(emptyStudio, BOX)).toBeNull();
    expect(planOf(studioWith(), null)).toBeNull();
    expect(planOf(studioWith({ settings: { ...noSettings, steps: "1000" } }), BOX)).toBeNull();
  });
});

test.each([
  [79, "original"],
  [80, "fill"],
  [89, "fill"],
  [90, "latent_noise"],
  [100, "latent_noise"],
] as const)("at strength %i the mask holds %s, unless chosen by hand", (strength, content) => {
  expect(contentOf({ strength, content: "auto" })).toBe(content);
  expect(contentOf({ strength, content: "latent_nothing" })).toBe("latent_nothing");
});

describe("what is lacking", () => {
  test("nothing, with a picture and a mask in the box", () => {
    expect(lacksOf(studioWith())).toEqual([]);
  });

  test("a picture first", () => {
    expect(lacksOf(emptyStudio)).toEqual(["picture", "mask"]);
  });

  test("a mask that lies outside the box is none; without a box it is one", () => {
    const elsewhere = next(studioWith(), {
      type: "act",
      sheet: { box: { x: 200, y: 200, width: 50, height: 50 } },
    });
    expect(lacksOf(elsewhere)).toEqual(["mask"]);
    expect(lacksOf(next(elsewhere, { type: "act", sheet: { box: null } }))).toEqual([]);
  });

  test.each([
    [{ x: 0, y: 0, width: 301, height: 301 }, true], // a whole tile and parts of others
    [{ x: 300, y: 300, width: 1, height: 1 }, true],
    [{ x: 301, y: 300, width: 900, height: 900 }, false],
    [{ x: 256, y: 256, width: 44, height: 256 }, false],
    [{ x: 256, y: 256, width: 256, height: 256 }, true],
  ])("in the box %j one painted pixel is seen: %s", (box, isSeen) => {
    const mask = fillBox(emptySheet.mask, { x: 300, y: 300, width: 1, height: 1 }, 255);
    expect(lacksOf(next(studioWith(), { type: "act", sheet: { box, mask } }))).toEqual(
      isSeen ? [] : ["mask"],
    );
  });

  test("no reference, where the engine would not look at it", () => {
    const studio = studioWith({ useReference: true, otherReference: true });
    expect(lacksOf(studio, anEngine())).toEqual(["reference"]);
    expect(lacksOf(studio, { ...anEngine(), honours: [] } as ReturnType<typeof anEngine>)).toEqual([]);
  });

  test.each([
    [{ seed: "4294967296" }, ["seed"]],
    [{ settings: { ...noSettings, guidance: "99" } }, ["settings"]],
    [{ useReference: true, otherReference: true }, ["reference"]],
    [{ useReference: true, otherReference: true, reference: "r9" }, []],
    [{ useReference: true }, []],
    [{ otherReference: true }, []],
  ])("%j lacks %j", (wishes, lacks) => {
    expect(lacksOf(studioWith(wishes))).toEqual(lacks);
  });
});
