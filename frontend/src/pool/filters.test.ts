import { describe, expect, test } from "vitest";
import { aPoolPicture } from "../testing/garden";
import {
  type Filters,
  fieldsOf,
  filtersIn,
  hashOf,
  noFilters,
  onesOn,
  searchOf,
  stillFits,
  without,
} from "./filters";

const filters = (changes: Partial<Filters> = {}): Filters => ({ ...noFilters, ...changes });

test.each([
  filters(),
  filters({ emotion: ["happy", "sad"], state: ["kept"], stars: 3 }),
  filters({ season: "spring", time: "the-early-dawn", orientation: "v", order: "oldest" }),
  filters({ favorite: "cherry & plum", model: "a/b", bulk: "r 1", q: "붉은 튤립" }),
  filters({
    published: false,
    duplicates: true,
    disputed: true,
    painted: true,
    safety: "unsafe",
    from: "2026-11-01",
  }),
])("an address keeps %j", (wish) => {
  expect(filtersIn(new URLSearchParams(hashOf(wish)))).toEqual(wish);
});

test("what an address does not know is no filter", () => {
  const mistyped = "emotion=merry&state=&stars=9&season=fall&from=yesterday&published=maybe&order=best";
  expect(filtersIn(new URLSearchParams(mistyped))).toEqual(noFilters);
});

describe("the server is asked", () => {
  test("nothing where nothing is on", () => {
    expect(searchOf(noFilters)).toBe("");
    expect(fieldsOf(noFilters)).toEqual({});
  });

  test("for every favorite that has the chosen words", () => {
    expect(fieldsOf(filters({ season: "spring", weather: "sunny" })).favorite).toEqual([
      "spring,sunny,day",
      "spring,sunny,sunset",
      "spring,sunny,the-early-dawn",
      "spring,sunny,the-middle-of-the-night",
    ]);
    const exact = filters({ favorite: "lotus", season: "spring" });
    expect(fieldsOf(exact).favorite).toEqual(["lotus"]);
  });

  test("in numbers where the page speaks of safe and sharp", () => {
    expect(fieldsOf(filters({ safety: "safe", sharpness: "soft" }))).toEqual({
      unsafe_max: 0.6,
      sharpness_max: 0.3,
    });
  });

  test("also for what is not published, which is no missing wish", () => {
    expect(searchOf(filters({ published: false }))).toBe("published=false");
  });
});

test("a judged picture leaves a list of the unreviewed and stays in one of all", () => {
  const kept = aPoolPicture({ state: "kept", stars: 2 });
  expect(stillFits(filters({ state: ["unreviewed"] }), kept)).toBe(false);
  expect(stillFits(filters({ state: ["unreviewed", "kept"] }), kept)).toBe(true);
  expect(stillFits(filters({ stars: 3 }), kept)).toBe(false);
  expect(stillFits(noFilters, kept)).toBe(true);
});

test("each filter that is on can be taken off alone", () => {
  const on = filters({ emotion: ["calm"], stars: 2, published: false, order: "oldest" });
  expect(onesOn(on)).toEqual(["emotion", "stars", "published"]);
  expect(onesOn(without(on, "stars"))).toEqual(["emotion", "published"]);
});
