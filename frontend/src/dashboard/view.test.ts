import { describe, expect, test } from "vitest";
import { searchOf, viewIn, wishOf } from "./view";

const NOW_MS = Date.parse("2026-03-02T23:30:00Z");

describe("the view of the dashboard", () => {
  test("is in the address, and what is usual is left out", () => {
    expect(searchOf(viewIn(""))).toBe("");
    const search = "sheet=owner&period=days&from=2026-02-01&to=2026-02-03&zone=zone+1&synthetic=true";
    expect(searchOf(viewIn(search))).toBe(search);
    expect(searchOf({ ...viewIn(search), period: "week" })).toBe(
      "sheet=owner&period=week&zone=zone+1&synthetic=true",
    );
  });

  test("takes nothing from an address that somebody mistyped", () => {
    const view = viewIn("sheet=x&period=toString&from=2026-13-40&to=yesterday");
    expect(view).toEqual(viewIn(""));
  });

  test.each([
    ["today", "2026-03-02", "2026-03-02"],
    ["week", "2026-02-24", "2026-03-02"],
    ["month", "2026-02-01", "2026-03-02"],
    ["all", null, null],
  ])("%s asks from %s to %s", (period, from, to) => {
    const wish = wishOf(viewIn(`period=${period}&from=2020-01-01`), NOW_MS);
    expect(wish).toEqual({ from, to, zone: null, synthetic: false });
  });
});
