import { expect, test } from "vitest";
import { noFilters } from "../pool/filters";
import { listKey, type Place, placeIn, searchAt } from "./place";

const place = (changes: Partial<Place> = {}): Place => ({
  filters: noFilters,
  mode: "list",
  at: 0,
  isClose: false,
  picture: null,
  ...changes,
});

test.each([
  place(),
  place({ at: 41_000, isClose: true }),
  place({ filters: { ...noFilters, state: ["unreviewed"], emotion: ["calm"] }, at: 7 }),
  place({ mode: "queue", isClose: true }),
  place({ mode: "second", isClose: false }),
  place({ picture: "p 1", isClose: true }),
])("the address keeps %j", (here) => expect(placeIn(searchAt(here))).toEqual(here));

test("the usual place has the shortest address", () => expect(searchAt(place())).toBe(""));

test("a mistyped position is the beginning", () => {
  expect(placeIn("at=-3").at).toBe(0);
  expect(placeIn("at=many").at).toBe(0);
});

test("walking through a list reads no other list", () => {
  expect(listKey(place({ at: 5, isClose: true }))).toBe(listKey(place()));
  expect(listKey(place({ mode: "queue" }))).not.toBe(listKey(place()));
});
