import { describe, expect, it } from "vitest";
import type { Manifest, Picture } from "./manifest";
import { changesIn, type Known, missing, NOTHING, next, toKeep } from "./player";

const picture = (letter: string): Picture => ({
  item: `emotions/calm/${letter}.jpeg`,
  sha256: letter.repeat(64),
  url: `display/files/${letter}.jpeg`,
  bytes: 1,
});
const [a, b, c, d] = ["a", "b", "c", "d"].map(picture) as [Picture, Picture, Picture, Picture];
const manifest: Manifest = {
  zone: "zone1",
  version: 2,
  timeline: [
    { at: 100, until: 200, version: 2, off: "" },
    { at: 200, until: null, version: 3, off: "" },
  ],
  sets: { "2": { "1h": a, "2h": b }, "3": { "1h": c, "2h": d } },
};
const old = { picture: picture("0"), version: 1, off: "" };

const known = (there: readonly Picture[], more: Partial<Known> = {}): Known => ({
  seat: { zone: "zone1", slot: 1, orientation: "h" },
  manifest,
  there: new Set(there.map((one) => one.sha256)),
  broken: new Set(),
  shown: old,
  ...more,
});

describe("a set that is complete", () => {
  it("comes at its moment and not before", () => {
    expect(next(known([a, b]), 99.9)).toEqual(old);
    expect(next(known([a, b]), 100)).toEqual({ picture: a, version: 2, off: "" });
  });

  it("comes at once on a screen that shows nothing", () => {
    expect(next(known([a, b], { shown: NOTHING }), 50).picture).toBe(a);
  });

  it("gives way to the next one by the clock alone, without the server", () => {
    const shown = next(known([a, b, c, d]), 150);
    expect(next(known([a, b, c, d], { shown }), 200)).toEqual({ picture: c, version: 3, off: "" });
  });
});

describe("a set that is not complete", () => {
  it("keeps the old picture, also where the screen's own file is there", () => {
    expect(next(known([a]), 150)).toEqual(old);
    expect(next(known([a, b], { broken: new Set([b.sha256]) }), 150)).toEqual(old);
  });

  it("keeps the set of before when the next one is due", () => {
    const shown = { picture: a, version: 2, off: "" };
    expect(next(known([a, b, c], { shown }), 500)).toEqual(shown);
  });

  it("lends a picture to a screen that has none, its own before others", () => {
    expect(next(known([b], { shown: NOTHING }), 150).picture).toBe(b);
    expect(next(known([], { shown: NOTHING }), 150)).toEqual(NOTHING);
  });
});

describe("darkness", () => {
  const dark = { ...manifest, timeline: [{ at: 100, until: null, version: null, off: "closed" }] };

  it("has its reason, keeps the picture behind it, and comes at its moment", () => {
    expect(next(known([], { manifest: dark }), 99).off).toBe("");
    expect(next(known([], { manifest: dark }), 100)).toEqual({ ...old, off: "closed" });
  });

  it("ends with the last picture where the new set is not there", () => {
    expect(next(known([], { shown: { ...old, off: "closed" } }), 150)).toEqual(old);
  });
});

describe("files", () => {
  it("that lack are fetched in order, and those that nobody needs forgotten", () => {
    expect(missing(known([b])).map((one) => one.sha256)).toEqual([a, c, d].map((one) => one.sha256));
    expect([...toKeep(known([]))].length).toBe(5);
    expect(missing(known([], { manifest: null }))).toEqual([]);
  });

  it("a screen without a manifest keeps what it shows", () => {
    expect(next(known([], { manifest: null }), 1e9)).toEqual(old);
    expect(changesIn(known([]), 150)).toBe(50);
    expect(changesIn(known([], { manifest: null }), 150)).toBeNull();
  });
});
