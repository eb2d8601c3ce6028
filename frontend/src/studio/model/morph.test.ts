import { describe, expect, test } from "vitest";
import { resizedMask, smoothedMask, squaredDistances } from "./morph";
import { emptyPlane, fillBox, readBox, valueAt } from "./plane";
import { ellipseIn, fillPolygon } from "./shapes";

const extent = { width: 400, height: 400 };
const whole = { x: 0, y: 0, ...extent };
const disc = (radius: number) =>
  fillPolygon(
    emptyPlane,
    ellipseIn({ x: 200 - radius, y: 200 - radius, width: 2 * radius, height: 2 * radius }),
    255,
    extent,
  );
const radiusOf = (plane: typeof emptyPlane): number =>
  Math.sqrt(readBox(plane, whole).reduce((sum, value) => sum + value / 255, 0) / Math.PI);

describe("a mask", () => {
  test("grows by a true disc, and shrinks back", () => {
    const grown = resizedMask(disc(50), 10, extent);
    expect(Math.abs(radiusOf(grown) - 60)).toBeLessThan(1);
    expect(Math.abs(radiusOf(resizedMask(grown, -10, extent)) - 50)).toBeLessThan(1);
  });

  test("of a rectangle grows round corners", () => {
    const grown = resizedMask(
      fillBox(emptyPlane, { x: 100, y: 100, width: 50, height: 50 }, 255),
      20,
      extent,
    );
    expect(valueAt(grown, 82, 125)).toBe(255);
    expect(valueAt(grown, 83, 83)).toBe(0); // the corner of a square of that size
  });

  test("never loses what was painted when it grows, and gains nothing when it shrinks", () => {
    const soft = fillBox(disc(40), { x: 10, y: 10, width: 5, height: 5 }, 90);
    const before = readBox(soft, whole);
    const grown = readBox(resizedMask(soft, 3, extent), whole);
    const shrunk = readBox(resizedMask(soft, -3, extent), whole);
    expect(grown.every((value, place) => value >= (before[place] as number))).toBe(true);
    expect(shrunk.every((value, place) => value <= (before[place] as number))).toBe(true);
  });

  test("vanishes when it is shrunk by more than it is wide", () => {
    expect(readBox(resizedMask(disc(8), -12, extent), whole).every((value) => value === 0)).toBe(true);
  });

  test("is as it was when there is nothing to grow, or by nothing", () => {
    expect(resizedMask(emptyPlane, 5, extent)).toBe(emptyPlane);
    const some = disc(9);
    expect(resizedMask(some, 0, extent)).toBe(some);
  });

  test("made smooth loses its specks and keeps its size", () => {
    const speckled = fillBox(disc(60), { x: 20, y: 20, width: 2, height: 2 }, 255);
    const smooth = smoothedMask(speckled, 6, extent);
    expect(valueAt(smooth, 20, 20)).toBe(0);
    expect(Math.abs(radiusOf(smooth) - 60)).toBeLessThan(1.5);
  });
});

test("distances are those of a search of every pixel", () => {
  const size = { width: 23, height: 17 };
  const values = Uint8Array.from({ length: 391 }, (_, place) => ((place * 7919) % 101 < 6 ? 255 : 0));
  const found = squaredDistances(values, size, true);
  const painted = [...values.keys()].filter((place) => values[place] === 255);
  const expected = [...values.keys()].map((place) =>
    Math.min(
      ...painted.map(
        (other) =>
          ((place % 23) - (other % 23)) ** 2 + (Math.floor(place / 23) - Math.floor(other / 23)) ** 2,
      ),
    ),
  );
  expect([...found]).toEqual(expected);
});
