import { describe, expect, test } from "vitest";
import { fitted, kept, MOST_ZOOM, panned, toPicture, toScreen, zoomedAt } from "./view";

const picture = { width: 2000, height: 1000 };
const room = { width: 832, height: 632 };
const whole = { x: 0, y: 0, ...picture };

describe("the view", () => {
  test("shows the whole picture in the middle", () => {
    const view = fitted(whole, room);
    expect(view.zoom).toBeCloseTo(0.4);
    const middle = toScreen(view, { x: 1000, y: 500 });
    expect(middle.x).toBeCloseTo(416);
    expect(middle.y).toBeCloseTo(316);
  });

  test("comes back from the screen to the same place of the picture", () => {
    const view = { zoom: 1.7, x: -33, y: 21 };
    const place = toPicture(view, toScreen(view, { x: 123.25, y: 77.5 }));
    expect(place.x).toBeCloseTo(123.25);
    expect(place.y).toBeCloseTo(77.5);
  });

  test("zooms around the pointer, which keeps what it points at", () => {
    const view = fitted(whole, room);
    const at = { x: 100, y: 400 };
    const before = toPicture(view, at);
    const after = toPicture(zoomedAt(view, at, 3), at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  test("stops at the largest zoom, still around the pointer", () => {
    const view = zoomedAt({ zoom: 20, x: 0, y: 0 }, { x: 50, y: 50 }, 100);
    expect(view.zoom).toBe(MOST_ZOOM);
    expect(toPicture(view, { x: 50, y: 50 }).x).toBeCloseTo(2.5);
  });

  test("never loses the picture from sight", () => {
    const far = panned(fitted(whole, room), 1e6, -1e6, picture, room);
    expect(far.x).toBeLessThan(room.width);
    expect(far.y + picture.height * far.zoom).toBeGreaterThan(0);
    expect(kept(far, picture, room)).toEqual(far);
  });
});
