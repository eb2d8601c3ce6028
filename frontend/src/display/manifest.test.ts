import { describe, expect, it } from "vitest";
import {
  isDue,
  type Manifest,
  nextMoment,
  partAt,
  pictureFor,
  readManifest,
  setOf,
  wanted,
} from "./manifest";

const picture = (name: string) => ({
  item: `emotions/happy/${name}.jpeg`,
  sha256: name.padEnd(64, "0").replace(/[^0-9a-f]/g, "a"),
  url: `display/files/${name}.jpeg`,
  bytes: 10,
});

const [a, b, c] = [picture("a1"), picture("b2"), picture("c3")];
const manifest: Manifest = {
  zone: "zone1",
  version: 7,
  timeline: [
    { at: 100, until: 200, version: 7, off: "" },
    { at: 200, until: 300, version: null, off: "closed" },
    { at: 300, until: null, version: 8, off: "" },
  ],
  sets: { "7": { "1h": a, "2h": b }, "8": { "1h": c, "1v": b } },
};

describe("what a manifest says of a moment", () => {
  it.each([
    [50, 7],
    [100, 7],
    [199.9, 7],
    [200, null],
    [300, 8],
    [9999, 8],
  ])("at %d the version %s holds", (now, version) => {
    expect(partAt(manifest, now)?.version).toBe(version);
  });

  it("a first part that is still to come is not due, and one without a moment always is", () => {
    const [first] = manifest.timeline;
    expect(first && [isDue(first, 99), isDue(first, 100), isDue({ ...first, at: null }, 0)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("the next moment is told, as long as there is one", () => {
    expect([50, 100, 250, 300].map((now) => nextMoment(manifest, now))).toEqual([100, 200, 300, null]);
  });
});

describe("the picture of a place", () => {
  const set = manifest.sets["7"] ?? {};

  it("is its own, else another of the same orientation, else none", () => {
    expect(pictureFor(set, { zone: "zone1", slot: 2, orientation: "h" })).toBe(b);
    expect(pictureFor(set, { zone: "zone1", slot: 3, orientation: "h" })).toBe(a);
    expect(pictureFor(set, { zone: "zone1", slot: 4, orientation: "h" })).toBe(b);
    expect(pictureFor(set, { zone: "zone1", slot: 1, orientation: "v" })).toBeNull();
  });

  it("is fetched first, and each file once", () => {
    const seat = { zone: "zone1", slot: 2, orientation: "h" } as const;
    expect(wanted(manifest, seat).map((one) => one.item)).toEqual([b, a, c].map((one) => one.item));
  });

  it("a part of the night has no pictures", () => {
    expect(manifest.timeline[1] && setOf(manifest, manifest.timeline[1])).toEqual({});
  });
});

describe("what was kept by another program", () => {
  it("is read where it is a manifest, and else left", () => {
    expect(readManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
    const wrong = [null, 7, {}, { ...manifest, timeline: [] }, { ...manifest, sets: { "7": { "1h": {} } } }];
    expect(wrong.map(readManifest)).toEqual(wrong.map(() => null));
    expect(
      readManifest({ ...manifest, timeline: [{ at: "soon", until: null, version: 1, off: "" }] }),
    ).toBeNull();
  });
});
