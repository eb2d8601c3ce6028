import { afterEach, describe, expect, test, vi } from "vitest";
import { emptyPlane, fillBox, readBox } from "../model/plane";
import { emptySheet, firstWishes, type Sheet } from "../model/sheet";
import { changedLayers, dataOf, restored } from "./draft";

const mask = fillBox(emptyPlane, { x: 300, y: 20, width: 30, height: 10 }, 255);
const sheet: Sheet = {
  ...emptySheet,
  mask,
  box: { x: 10, y: 10, width: 400, height: 300 },
  strokes: [{ points: [{ x: 1, y: 2 }], width_px: 3, weight: 0.5 }],
  wishes: { ...firstWishes, strength: 75 },
};

afterEach(() => vi.unstubAllGlobals());

describe("a draft", () => {
  test("brings back what was saved", async () => {
    const files = changedLayers(sheet, emptySheet);
    expect(Object.keys(files)).toEqual(["mask"]);
    vi.stubGlobal("document", { baseURI: "http://here/" });
    vi.stubGlobal("fetch", async () => new Response(files.mask as Blob));
    const data = JSON.parse(JSON.stringify(dataOf(sheet, "job-1", ["job-0"])));
    const layers = { mask: "api/mask", drawn: null, erased: null, strengths: null };
    const found = await restored({ version: 3, data, layers });
    expect({ ...found.sheet, mask: null }).toEqual({ ...sheet, mask: null });
    const around = { x: 290, y: 10, width: 60, height: 40 };
    expect(readBox(found.sheet.mask, around)).toEqual(readBox(mask, around));
    expect([found.job, found.pending]).toEqual(["job-1", ["job-0"]]);
  });

  test("that was never saved is an empty sheet with one's own defaults", async () => {
    const none = { mask: null, drawn: null, erased: null, strengths: null };
    const wishes = { ...firstWishes, count: 4 };
    const found = await restored({ version: 0, data: null, layers: none }, wishes);
    expect(found).toEqual({ sheet: { ...emptySheet, wishes }, job: null, pending: [] });
  });

  test("sends only the layers that changed, and says which became empty", () => {
    expect(changedLayers(sheet, sheet)).toEqual({});
    expect(changedLayers({ ...sheet, mask: emptyPlane }, sheet)).toEqual({ mask: null });
  });
});
