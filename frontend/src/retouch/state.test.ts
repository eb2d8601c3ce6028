import { describe, expect, test } from "vitest";
import { noSettings } from "../painting/settings";
import { aPicture } from "../testing/samples";
import {
  type Action,
  boxOf,
  brushWidth_px,
  type Desk,
  emptyDesk,
  lacks,
  next,
  planOf,
  requestOf,
} from "./state";

const stroke = { points: [{ x: 200, y: 150 }], width_px: 20, erase: false, cap: "round" as const };
const after = (...actions: Action[]): Desk => actions.reduce(next, emptyDesk);
const open: Action = { type: "open", picture: aPicture() };
const drawn = after(open, { type: "stroke", stroke });

describe("drawing", () => {
  test("a new picture starts with no marks, and keeps what was wished", () => {
    const desk = next(next(drawn, { type: "wish", wishes: { prompt: "a lotus" } }), {
      type: "open",
      picture: aPicture({ id: "p2" }),
    });
    expect(desk.history.now.strokes).toEqual([]);
    expect(desk.wishes.prompt).toBe("a lotus");
  });

  test("clear can be undone", () => {
    const cleared = next(drawn, { type: "clear" });
    expect(cleared.history.now.strokes).toEqual([]);
    expect(next(cleared, { type: "undo" }).history.now.strokes).toEqual([stroke]);
  });

  test("marks stay as they are while the painter works", () => {
    const painting = [{ type: "send" }, { type: "sent", job: "j1" }] satisfies Action[];
    const desk = painting.reduce<Desk>(next, drawn);
    expect(next(desk, { type: "stroke", stroke }).history).toBe(desk.history);
    expect(next(desk, { type: "undo" }).history).toBe(desk.history);
    expect(next(desk, { type: "clear" }).history).toBe(desk.history);
  });

  test("the brush follows the picture's size and stays in its range", () => {
    expect(brushWidth_px(next(drawn, { type: "brush", size: 20 }))).toBe(30);
    expect(next(drawn, { type: "brush", size: 900 }).brush).toBe(100);
    expect(next(drawn, { type: "brush", size: -3 }).brush).toBe(1);
  });
});

describe("the work's phases", () => {
  test("go from drawing to sending, painting and choosing, and back", () => {
    const painting = next(next(drawn, { type: "send" }), { type: "sent", job: "j1" });
    expect(painting.phase).toEqual({ at: "painting", job: "j1" });
    const choosing = next(painting, { type: "finished" });
    expect(choosing.phase).toEqual({ at: "choosing", job: "j1", chosen: 0 });
    expect(next(choosing, { type: "choose", index: 1 }).phase).toMatchObject({ chosen: 1 });
    expect(next(choosing, { type: "redraw" }).phase).toEqual({ at: "drawing", problem: null });
  });

  test("a failure brings the marks back with its reason", () => {
    const failed = next(next(drawn, { type: "send" }), { type: "failed", problem: "the mask is empty" });
    expect(failed.phase).toEqual({ at: "drawing", problem: "the mask is empty" });
    expect(failed.history).toBe(drawn.history);
  });

  test("the end of a job that was given up changes nothing", () => {
    expect(next(drawn, { type: "finished" }).phase).toEqual(drawn.phase);
    expect(next(drawn, { type: "choose", index: 1 }).phase).toEqual(drawn.phase);
  });
});

describe("what is lacking", () => {
  test("a picture and a mask at first, nothing once both are there", () => {
    expect(lacks(emptyDesk)).toEqual(["picture", "mask"]);
    expect(lacks(after(open))).toEqual(["mask"]);
    expect(lacks(drawn)).toEqual([]);
  });

  test("numbers out of their range", () => {
    const wrong = { seed: "-1", settings: { ...noSettings, steps: "151" } };
    expect(lacks(next(drawn, { type: "wish", wishes: wrong }))).toEqual(["seed", "settings"]);
  });
});

describe("the plan", () => {
  test("is asked for once something is painted, of what decides time and fit", () => {
    expect(planOf(after(open))).toBeNull();
    const { width, height, x, y } = boxOf(drawn) ?? { width: 0, height: 0, x: 0, y: 0 };
    const wished = next(drawn, {
      type: "wish",
      wishes: { prompt: "a lotus", seed: "x", strength: 80, count: 3 },
    });
    expect(planOf(wished)).toEqual({ picture: "p1", box: [x, y, width, height], strength: 0.8, count: 3 });
  });

  test("is not asked for with a number that would be refused", () => {
    const settings = { ...noSettings, guidance: "31" };
    expect(planOf(next(drawn, { type: "wish", wishes: { settings } }))).toBeNull();
  });
});

describe("the request", () => {
  test("names the box, the strength as a share, and leaves out what was not wished", () => {
    const { wishes } = next(drawn, { type: "wish", wishes: { prompt: " a lotus ", strength: 45 } });
    expect(requestOf(aPicture(), { x: 1, y: 2, width: 30, height: 40 }, "m1", wishes)).toEqual({
      picture: "p1",
      box: [1, 2, 30, 40],
      mask: "m1",
      prompt: "a lotus",
      strength: 0.45,
      count: 2,
    });
  });

  test("names what was wished", () => {
    const { wishes } = next(drawn, {
      type: "wish",
      wishes: {
        negative: "people",
        seed: "7",
        settings: { ...noSettings, engine: "diffusers", checkpoint: "garden-xl", guidance: "4.5" },
      },
    });
    const request = requestOf(aPicture(), { x: 0, y: 0, width: 9, height: 9 }, "m1", wishes);
    expect(request).toMatchObject({ negative_prompt: "people", seed: 7, engine: "diffusers" });
    expect(request).toMatchObject({ checkpoint: "garden-xl", guidance_scale: 4.5 });
  });

  test("has the whole picture as its box when nothing else is said, and none without a picture", () => {
    expect(boxOf(after(open))).toEqual({ x: 0, y: 0, width: 400, height: 300 });
    expect(boxOf(emptyDesk)).toBeNull();
  });
});
