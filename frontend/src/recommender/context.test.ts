import { expect, test } from "vitest";
import { contextOf, likedBy, reasonCode } from "./context";

test("only what is known is asked for", () => {
  expect(contextOf({ emotion: "", favorite: "" })).toEqual({});
  expect(contextOf({ emotion: "calm", favorite: "spring,sunny,day" })).toEqual({
    emotion: "calm",
    season: "spring",
    weather: "sunny",
    time: "day",
  });
  expect(contextOf({ emotion: "sad", favorite: "cat" })).toEqual({ emotion: "sad" });
});

test("a reason without words is told as another one", () => {
  expect([reasonCode("mood"), reasonCode("toString")]).toEqual(["mood", "other"]);
});

test("of the words of those who like a picture the most frequent are told", () => {
  const counts = { "emotion:calm": 2, "gender:Male": 0, "season:winter": 5 };
  expect(likedBy(counts)).toEqual([
    ["season:winter", 5],
    ["emotion:calm", 2],
  ]);
});
