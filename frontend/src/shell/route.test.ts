import { expect, test } from "vitest";
import { libraryLink, modelsLink, retouchLink, routeOf } from "./route";

test.each([
  ["", { page: "library" }],
  [libraryLink, { page: "library" }],
  [modelsLink, { page: "models" }],
  ["#/nowhere", { page: "library" }],
  [retouchLink(), { page: "retouch", picture: null }],
  [retouchLink("a/b c"), { page: "retouch", picture: "a/b c" }],
])("the hash %j leads to its page", (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});
