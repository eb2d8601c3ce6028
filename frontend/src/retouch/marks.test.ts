import { describe, expect, test } from "vitest";
import {
  boxInForce,
  changed,
  filling,
  type Marks,
  newHistory,
  noMarks,
  paintedBounds,
  redone,
  undone,
} from "./marks";

const picture = { width: 400, height: 300 };
const dot = (x: number, y: number, width_px = 10, erase = false) => ({
  points: [{ x, y }],
  width_px,
  erase,
  cap: "round" as const,
});
const withStrokes = (...strokes: Marks["strokes"]): Marks => ({ box: null, strokes });

describe("the history of marks", () => {
  const one = withStrokes(dot(1, 1));
  const two = withStrokes(dot(1, 1), dot(2, 2));
  const drawn = changed(changed(newHistory, one), two);

  test("goes back step by step and forward again", () => {
    expect(undone(drawn).now).toEqual(one);
    expect(undone(undone(drawn)).now).toEqual(noMarks);
    expect(redone(undone(undone(drawn))).now).toEqual(one);
    expect(redone(redone(undone(undone(drawn))))).toEqual(drawn);
  });

  test("stays as it is with nothing to undo or to bring back", () => {
    expect(undone(newHistory)).toBe(newHistory);
    expect(redone(drawn)).toBe(drawn);
  });

  test("forgets what was undone once something new is drawn", () => {
    const other = withStrokes(dot(9, 9));
    expect(redone(changed(undone(drawn), other)).now).toEqual(other);
  });

  test("does not grow without end", () => {
    let history = newHistory;
    for (let index = 0; index < 500; index += 1) history = changed(history, withStrokes(dot(index, 0)));
    expect(history.past).toHaveLength(200);
  });
});

describe("what is painted", () => {
  test("reaches half a brush beyond the points", () => {
    expect(paintedBounds([dot(50, 60), dot(90, 70, 20)])).toEqual({ x: 45, y: 55, width: 55, height: 25 });
  });

  test("is nothing without strokes, or with the eraser alone", () => {
    expect(paintedBounds([])).toBeNull();
    expect(paintedBounds([dot(5, 5, 10, true)])).toBeNull();
  });
});

describe("the box in force", () => {
  test("is the dragged one where there is one", () => {
    const box = { x: 1, y: 2, width: 30, height: 40 };
    expect(boxInForce({ box, strokes: [dot(200, 200)] }, picture)).toEqual(box);
  });

  test("else lies around the paint, with room to blend, inside the picture", () => {
    expect(boxInForce(withStrokes(dot(200, 150, 20)), picture)).toEqual({
      x: 158,
      y: 108,
      width: 84,
      height: 84,
    });
    expect(boxInForce(withStrokes(dot(200, 150, 200)), picture)).toEqual({
      x: 0,
      y: 0,
      width: 400,
      height: 300,
    });
  });

  test("is none before anything is drawn", () => {
    expect(boxInForce(noMarks, picture)).toBeNull();
  });
});

test.each([
  { x: 10, y: 20, width: 100, height: 40 },
  { x: 10, y: 20, width: 40, height: 100 },
  { x: 0, y: 0, width: 30, height: 30 },
])("filling a box of $width x $height paints its whole area", (box) => {
  expect(paintedBounds([filling(box)])).toEqual(box);
});
