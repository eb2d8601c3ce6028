import { expect, test } from "vitest";
import { generateLink, libraryLink, modelsLink, retouchLink, routeOf } from "./route";

test.each([
  ["", { page: "library" }],
  [libraryLink, { page: "library" }],
  [modelsLink, { page: "models" }],
  ["#/nowhere", { page: "library" }],
  [generateLink(), { page: "generate", job: null }],
  [generateLink("j 1"), { page: "generate", job: "j 1" }],
  [generateLink("%"), { page: "generate", job: "%" }],
  ["#/generate/%", { page: "generate", job: null }],
  [retouchLink(), { page: "retouch", picture: null, journal: null }],
  [retouchLink("a/b c"), { page: "retouch", picture: "a/b c", journal: null }],
  [retouchLink("p 1", "j/1"), { page: "retouch", picture: "p 1", journal: "j/1" }],
  ["#/retouch//j1", { page: "retouch", picture: null, journal: null }],
])("the hash %j leads to its page", (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});
