import { expect, test } from "vitest";
import { ago } from "./time";

const NOW = Date.parse("2026-11-22T12:00:00Z");

test.each([
  ["2026-11-22T12:00:00Z", "now"],
  ["2026-11-22T11:59:18Z", "42 seconds ago"],
  ["2026-11-22T11:57:10Z", "2 minutes ago"],
  ["2026-11-22T09:00:00Z", "3 hours ago"],
  ["2026-11-21T11:00:00Z", "yesterday"],
  ["2026-09-20T12:00:00Z", "2 months ago"],
  ["2020-11-22T12:00:00Z", "6 years ago"],
  ["2026-11-22T12:00:05Z", "now"], // the server's clock is ahead
])("%s was %s", (moment, words) => expect(ago("en", moment, NOW)).toBe(words));

test("each language has its own words, also the second time", () => {
  const moment = "2026-11-22T11:57:00Z";
  expect([ago("ko", moment, NOW), ago("ja", moment, NOW), ago("ko", moment, NOW)]).toEqual([
    "3분 전",
    "3 分前",
    "3분 전",
  ]);
});
