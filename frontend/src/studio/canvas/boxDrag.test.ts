import { describe, expect, test } from "vitest";
import { draggedBox, gripAt, handlePoint, legalBox, movedBox, sizedBox } from "./boxDrag";

const picture = { width: 1000, height: 800 };
const free = { picture, ratio: null };
const box = { x: 100, y: 100, width: 200, height: 150 };
const at = (x: number, y: number) => ({ x, y });

describe("a dragged rectangle", () => {
  test("spans the two corners", () => {
    expect(draggedBox("new", null, at(300, 300), at(100, 150), free)).toEqual({
      x: 100,
      y: 150,
      width: 200,
      height: 150,
    });
  });

  test("is held to 16:9 in either direction", () => {
    const wide = draggedBox("new", null, at(0, 0), at(400, 100), free);
    expect(wide).toEqual({ x: 0, y: 0, width: 178, height: 100 });
    const tall = draggedBox("new", null, at(500, 700), at(400, 100), free);
    expect(tall).toEqual({ x: 400, y: 522, width: 100, height: 178 });
  });

  test("of 20 by 20 is none", () => {
    expect(draggedBox("new", null, at(10, 10), at(30, 30), free)).toBeNull();
  });

  test("keeps a locked ratio, also at the picture's border", () => {
    const square = draggedBox("new", null, at(900, 100), at(1200, 700), { picture, ratio: 1 });
    expect(square).toEqual({ x: 900, y: 100, width: 100, height: 100 });
  });

  test("never leaves the picture", () => {
    const out = draggedBox("new", null, at(900, 700), at(1300, 1000), free);
    expect(out).toEqual({ x: 900, y: 700, width: 100, height: 100 });
  });

  test("taken by a corner leaves the opposite one where it is", () => {
    const pulled = draggedBox("nw", box, at(100, 100), at(60, 80), free);
    expect(pulled).toEqual({ x: 60, y: 80, width: 240, height: 170 });
  });

  test("taken by a side changes that side alone", () => {
    expect(draggedBox("e", box, at(300, 175), at(320, 400), free)).toEqual({ ...box, width: 220 });
    expect(draggedBox("n", box, at(200, 100), at(0, 90), free)).toEqual({ ...box, y: 90, height: 160 });
  });

  test("turned inside out stays as it was", () => {
    expect(draggedBox("e", box, at(300, 175), at(20, 175), free)).toEqual(box);
  });

  test("moved stops at the border with its size", () => {
    expect(draggedBox("move", box, at(150, 150), at(2000, 150), free)).toEqual({ ...box, x: 800 });
    expect(movedBox(box, -500, 3, picture)).toEqual({ ...box, x: 0, y: 103 });
  });
});

test("a press takes the handle under it, else the box, else begins a new one", () => {
  expect(gripAt(box, handlePoint(box, "se"), 5, picture)).toBe("se");
  expect(gripAt(box, at(303, 175), 5, picture)).toBe("e");
  expect(gripAt(box, at(200, 175), 5, picture)).toBe("move");
  expect(gripAt(box, at(500, 500), 5, picture)).toBe("new");
  expect(gripAt(null, at(200, 175), 5, picture)).toBe("new");
});

test("within the whole picture, which cannot move, a press begins a new one", () => {
  const all = { x: 0, y: 0, ...picture };
  expect(gripAt(all, at(200, 175), 5, picture)).toBe("new");
  expect(gripAt(all, at(1000, 800), 5, picture)).toBe("se");
});

describe("typed numbers", () => {
  test("take the other side along under a locked ratio, down as well as up", () => {
    const square = { ...box, height: 200 };
    const locked = { picture, ratio: 1 };
    expect(sizedBox(square, "width", 120, locked)).toEqual({ x: 100, y: 100, width: 120, height: 120 });
    expect(sizedBox(square, "height", 260, locked)).toEqual({ x: 100, y: 100, width: 260, height: 260 });
    expect(sizedBox(square, "width", 120, free)).toEqual({ ...square, width: 120 });
  });

  test("become the nearest box that is allowed", () => {
    expect(legalBox({ x: 990, y: 0, width: 10, height: 10 }, free)).toEqual({
      x: 950,
      y: 0,
      width: 50,
      height: 50,
    });
    expect(legalBox({ x: 0, y: 0, width: 900, height: 60 }, free)).toEqual({
      x: 0,
      y: 0,
      width: 107,
      height: 60,
    });
  });

  test("of a picture smaller than the least side give the picture", () => {
    const tiny = { picture: { width: 40, height: 30 }, ratio: null };
    expect(legalBox({ x: 0, y: 0, width: 40, height: 30 }, tiny)).toEqual({
      x: 0,
      y: 0,
      width: 40,
      height: 30,
    });
  });
});
