import { expect, test } from "vitest";
import {
  batchLink,
  bulkLink,
  curateLink,
  dashboardLink,
  displaysLink,
  generateLink,
  jobLink,
  jobsLink,
  libraryLink,
  modelsLink,
  placeLink,
  recommenderLink,
  retouchLink,
  routeOf,
  servingLink,
  settingsLink,
} from "./route";

const all = { shown: "queue", kind: null, batch: null };

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
  [settingsLink, { page: "settings" }],
  [bulkLink(), { page: "bulk", bulk: null, search: "" }],
  [bulkLink("b 1"), { page: "bulk", bulk: "b 1", search: "" }],
  [
    bulkLink(undefined, { emotion: "sad", favorite: "spring,sunny,day", prompt: "" }),
    { page: "bulk", bulk: null, search: "emotion=sad&favorite=spring%2Csunny%2Cday" },
  ],
  [curateLink(), { page: "curate", search: "" }],
  [curateLink("state=kept&at=3"), { page: "curate", search: "state=kept&at=3" }],
  [servingLink("emotion=calm"), { page: "serving", search: "emotion=calm" }],
  [dashboardLink(), { page: "dashboard", search: "" }],
  [dashboardLink("sheet=owner&days=7"), { page: "dashboard", search: "sheet=owner&days=7" }],
  [recommenderLink("item=a%2Fb"), { page: "recommender", search: "item=a%2Fb" }],
  [displaysLink(), { page: "displays", zone: null }],
  [displaysLink("zone 1"), { page: "displays", zone: "zone 1" }],
  [placeLink, { page: "place" }],
  [batchLink(), { page: "batch", batch: null }],
  [batchLink("b 1"), { page: "batch", batch: "b 1" }],
  [jobsLink(), { page: "jobs", job: null, ...all }],
  [jobLink("j/1"), { page: "jobs", job: "j/1", ...all }],
  [jobsLink({ shown: "failed" }), { page: "jobs", job: null, ...all, shown: "failed" }],
  [
    jobsLink({ kind: "frame", batch: "b&1" }),
    { page: "jobs", job: null, ...all, kind: "frame", batch: "b&1" },
  ],
  ["#/jobs?shown=toString", { page: "jobs", job: null, ...all }],
])("the hash %j leads to its page", (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});
