import { describe, expect, test } from "vitest";
import { parcelsOf, picturesIn, titleOf } from "./parcels";

const named = (...names: string[]) => names.map((name) => ({ name }));

test("of a folder the pictures are taken, in the order in which people count", () => {
  const files = named("frame10.png", "notes.txt", "frame2.PNG", ".DS_Store", "frame1.jpeg");
  expect(picturesIn(files).map(({ name }) => name)).toEqual(["frame1.jpeg", "frame2.PNG", "frame10.png"]);
});

describe("parcels", () => {
  const MB = 2 ** 20;
  const sizes = (files: number[]) =>
    parcelsOf(files.map((size) => ({ size }))).map((parcel) => parcel.length);

  test("hold at most forty files and 48 MiB, in order", () => {
    expect(sizes(Array(95).fill(1))).toEqual([40, 40, 15]);
    expect(sizes([20 * MB, 20 * MB, 20 * MB, 1])).toEqual([2, 2]);
    expect(sizes([])).toEqual([]);
  });

  test("a file that is larger than a parcel goes alone", () => {
    expect(sizes([1, 100 * MB, 1])).toEqual([1, 1, 1]);
  });
});

test.each([
  [[{ name: "a.png", webkitRelativePath: "walk/a.png" }, { name: "b.png" }], "walk"],
  [[{ name: "spring.walk.mp4" }], "spring.walk"],
  [named("a.png", "b.png"), ""],
  [[], ""],
])("%j is called %j", (files, title) => expect(titleOf(files)).toBe(title));
