import { describe, expect, test } from "vitest";
import { boxBetween, grown, moved, resized, toPicture } from "./geometry";

const picture = { width: 100, height: 80 };

describe("a dragged box", () => {
  test("is the same from whichever corner the drag began", () => {
    const wanted = { x: 10, y: 20, width: 30, height: 40 };
    expect(boxBetween({ x: 10, y: 20 }, { x: 40, y: 60 }, picture)).toEqual(wanted);
    expect(boxBetween({ x: 40, y: 60 }, { x: 10, y: 20 }, picture)).toEqual(wanted);
    expect(boxBetween({ x: 40, y: 20 }, { x: 10, y: 60 }, picture)).toEqual(wanted);
  });

  test("takes every pixel that it touches", () => {
    expect(boxBetween({ x: 10.9, y: 20.9 }, { x: 12.1, y: 22.1 }, picture)).toEqual({
      x: 10,
      y: 20,
      width: 3,
      height: 3,
    });
  });

  test("ends at the picture's border", () => {
    expect(boxBetween({ x: -30, y: 60 }, { x: 400, y: 900 }, picture)).toEqual({
      x: 0,
      y: 60,
      width: 100,
      height: 20,
    });
  });

  test("is none when it was only a click, or wholly outside", () => {
    expect(boxBetween({ x: 10, y: 20 }, { x: 10, y: 20 }, picture)).toBeNull();
    expect(boxBetween({ x: 200, y: 20 }, { x: 300, y: 60 }, picture)).toBeNull();
  });
});

describe("a box under the arrow keys", () => {
  const box = { x: 10, y: 20, width: 30, height: 40 };

  test("moves, and stops at the border with its size kept", () => {
    expect(moved(box, 5, -5, picture)).toEqual({ ...box, x: 15, y: 15 });
    expect(moved(box, 500, 500, picture)).toEqual({ ...box, x: 70, y: 40 });
    expect(moved(box, -500, -500, picture)).toEqual({ ...box, x: 0, y: 0 });
  });

  test("grows and shrinks, never out of the picture and never to nothing", () => {
    expect(resized(box, 5, -5, picture)).toEqual({ ...box, width: 35, height: 35 });
    expect(resized(box, 500, 500, picture)).toEqual({ ...box, width: 90, height: 60 });
    expect(resized(box, -500, -500, picture)).toEqual({ ...box, width: 2, height: 2 });
  });
});

test("a margin is added on every side and cut at the border", () => {
  expect(grown({ x: 5, y: 20, width: 10, height: 10 }, 8, picture)).toEqual({
    x: 0,
    y: 12,
    width: 23,
    height: 26,
  });
});

test("a pointer on a picture shown at half its size is found in picture pixels", () => {
  const shown = { x: 200, y: 100, width: 50, height: 40 };
  expect(toPicture({ x: 225, y: 110 }, shown, picture)).toEqual({ x: 50, y: 20 });
});
