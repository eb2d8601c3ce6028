import { expect, test } from "vitest";
import { generateLink, libraryLink, modelsLink, retouchLink, routeOf } from "./route";

test.each([
  ["", { page: "library" }],
  [libraryLink, { page: "library" }],
  [modelsLink, { page: "models" }],
  ["#/nowhere", { page: "library" }],
  [generateLink(), { page: "generate", job: null }],
  [generateLink("j 1"), { page: "generate", job: "j 1" }],
  [retouchLink(), { page: "retouch", picture: null }],
  [retouchLink("a/b c"), { page: "retouch", picture: "a/b c" }],
])("the hash %j leads to its page", (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});
