import { expect, test } from "vitest";
import { covering, placeIn } from "./strokes";

const size = { width: 1000, height: 500 };

test.each([
  [1, 1],
  [0.5, 2],
  [2, 0.25],
])("a place in the frame is the same at a width of %j and a height of %j", (wide, high) => {
  const shown = { left: 30, top: 40, width: 1000 * wide, height: 500 * high };
  const at = { clientX: 30 + 600 * wide, clientY: 40 + 125 * high };
  expect(placeIn(shown, size, at)).toEqual([600, 125]);
});

test("a mask file covers as much as it is bright", () => {
  const grey = { data: new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 80, 80, 80, 255]) };
  const { data } = covering(grey as ImageData, [1, 2, 3]);
  expect([...data]).toEqual([1, 2, 3, 255, 1, 2, 3, 0, 1, 2, 3, 80]);
});
