import { describe, expect, test } from "vitest";
import {
  boundsOf,
  emptyPlane,
  fillBox,
  invertBox,
  isEmpty,
  joinPlanes,
  type Plane,
  readBox,
  TILE_PX,
  valueAt,
  writeBox,
} from "./plane";

const acrossTiles = { x: TILE_PX - 3, y: TILE_PX - 2, width: 7, height: 5 };

describe("a plane", () => {
  test("gives back what was written, across the borders of tiles", () => {
    const values = Uint8Array.from({ length: 35 }, (_, index) => index + 1);
    const plane = writeBox(emptyPlane, acrossTiles, values);
    expect(readBox(plane, acrossTiles)).toEqual(values);
    expect(plane.tiles.size).toBe(4);
    expect(boundsOf(plane)).toEqual(acrossTiles);
  });

  test("leaves the plane it came from as it was", () => {
    const before = fillBox(emptyPlane, acrossTiles, 200);
    const after = fillBox(before, { x: 0, y: 0, width: 3, height: 3 }, 9);
    expect(valueAt(before, 1, 1)).toBe(0);
    expect(valueAt(after, 1, 1)).toBe(9);
  });

  test("shares the tiles that an edit did not touch", () => {
    const before = fillBox(emptyPlane, { x: 0, y: 0, width: 600, height: 600 }, 255);
    const after = fillBox(before, { x: 2, y: 2, width: 1, height: 1 }, 0);
    const shared = [...after.tiles].filter(([key, tile]) => before.tiles.get(key) === tile);
    expect(shared).toHaveLength(before.tiles.size - 1);
  });

  test("keeps no tile in which nothing is left", () => {
    const painted = fillBox(emptyPlane, acrossTiles, 255);
    expect(isEmpty(fillBox(painted, acrossTiles, 0))).toBe(true);
  });

  test("costs a 48-megapixel picture only what is painted on it", () => {
    const plane = fillBox(emptyPlane, { x: 7_000, y: 5_000, width: 200, height: 200 }, 255);
    expect(plane.tiles.size).toBeLessThanOrEqual(4);
  });

  test("turned over twice is the same", () => {
    const plane = writeBox(emptyPlane, acrossTiles, new Uint8Array(35).fill(70));
    const box = { x: 0, y: 0, width: 300, height: 300 };
    const once = invertBox(plane, box);
    expect(valueAt(once, 0, 0)).toBe(255);
    expect(valueAt(once, acrossTiles.x, acrossTiles.y)).toBe(185);
    expect(readBox(invertBox(once, box), box)).toEqual(readBox(plane, box));
  });

  test("finds its bounds only within a box where one is given", () => {
    const plane = fillBox(emptyPlane, { x: 10, y: 10, width: 100, height: 4 }, 1);
    expect(boundsOf(plane, { x: 50, y: 0, width: 20, height: 50 })).toEqual({
      x: 50,
      y: 10,
      width: 20,
      height: 4,
    });
    expect(boundsOf(plane, { x: 0, y: 20, width: 400, height: 400 })).toBeNull();
  });

  test("joined with another keeps the stronger of both", () => {
    const one: Plane = fillBox(emptyPlane, { x: 0, y: 0, width: 2, height: 1 }, 100);
    const other = fillBox(emptyPlane, { x: 1, y: 0, width: 2, height: 1 }, 50);
    const both = joinPlanes(one, other, Math.max);
    expect([0, 1, 2].map((x) => valueAt(both, x, 0))).toEqual([100, 100, 50]);
  });
});
