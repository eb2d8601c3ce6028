import { expect, test } from "vitest";
import { contextOf, reasonCode } from "./context";

test("a mood is one emotion, or spread over all where it is not sure", () => {
  expect(contextOf({ emotion: "calm", favorite: "" })).toEqual({ mood: [0, 0, 1_000, 0, 0, 0, 0, 0] });
  expect(contextOf({ emotion: "", favorite: "" }).mood).toEqual(Array(8).fill(125));
});

test("a favorite is its three words, and free text is none", () => {
  const { mood: _, ...words } = contextOf({ emotion: "", favorite: "spring,sunny,day" });
  expect(words).toEqual({ season: "spring", weather: "sunny", time: "day" });
  expect(contextOf({ emotion: "", favorite: "cat" })).not.toHaveProperty("season");
});

test("a reason without words is told as another one", () => {
  expect([reasonCode("mood"), reasonCode("toString")]).toEqual(["mood", "other"]);
});
