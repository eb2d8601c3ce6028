import { expect, test } from "vitest";
import { sorted } from "./files";

const file = (name: string) => new File(["x"], name);

test.each([
  ["users.csv", "users"],
  ["demo-Items (2).CSV", "items"],
  ["interactions.csv", "interactions"],
])("%s is the file of the %s", (name, dataSet) => {
  expect(Object.keys(sorted([file(name)]).chosen)).toEqual([dataSet]);
});

test("what is no data set is named and not sent", () => {
  const { chosen, strange } = sorted([file("photo.jpg"), file("users.jpg"), file("items.csv")]);
  expect(Object.keys(chosen)).toEqual(["items"]);
  expect(strange).toEqual(["photo.jpg", "users.jpg"]);
});

test("of two files for one data set the last counts", () => {
  const last = file("users (1).csv");
  expect(sorted([file("users.csv"), last]).chosen.users).toBe(last);
});
