import { describe, expect, test } from "vitest";
import { Pointers } from "./pointers";

const touch = (id: number, kind = "touch", x = 0, y = 0) => ({ id, kind, x, y, button: 0, space: false });

describe("pointers", () => {
  test("a mouse, a pen and a single finger draw", () => {
    expect(new Pointers().press(touch(1, "mouse"))).toBe("draw");
    expect(new Pointers().press(touch(1, "pen"))).toBe("draw");
    expect(new Pointers().press(touch(1))).toBe("draw");
  });

  test("a palm does not draw once a pen was used", () => {
    const pointers = new Pointers();
    pointers.press(touch(1, "pen"));
    pointers.release(1);
    expect(pointers.press(touch(2))).toBe("pan");
  });

  test("a pen takes over from a hand that rests on the screen", () => {
    const pointers = new Pointers();
    pointers.press(touch(1));
    expect(pointers.press(touch(2, "pen"))).toBe("draw");
  });

  test("two fingers zoom by how far they grow apart, around their middle", () => {
    const pointers = new Pointers();
    pointers.press(touch(1, "touch", 100, 100));
    expect(pointers.press(touch(2, "touch", 200, 100))).toBe("pinch");
    const pinch = pointers.move(2, { x: 300, y: 100 });
    expect(pinch).toEqual({ from: { x: 150, y: 100 }, to: { x: 200, y: 100 }, factor: 2 });
  });

  test("the middle button and the space bar move the view", () => {
    expect(new Pointers().press({ ...touch(1, "mouse"), button: 1 })).toBe("pan");
    expect(new Pointers().press({ ...touch(1, "mouse"), space: true })).toBe("pan");
  });

  test("the right button draws nothing", () => {
    expect(new Pointers().press({ ...touch(1, "mouse"), button: 2 })).toBe("none");
  });
});
