import { expect, test } from "vitest";
import { address, baseOf } from "./base";

test.each([
  ["http://127.0.0.1:8600/", "http://127.0.0.1:8600/api/me"],
  ["http://127.0.0.1:9001/index.html#/retouch/7", "http://127.0.0.1:9001/api/me"],
  ["https://example.org/art/studio/", "https://example.org/art/studio/api/me"],
])("a page at %s asks %s", (page, wanted) => {
  expect(address("api/me", baseOf(page))).toBe(wanted);
});

test("an address that the server gave from the root is kept", () => {
  const base = baseOf("https://example.org/studio/");
  expect(address("/studio/api/pictures/1/file", base)).toBe("https://example.org/studio/api/pictures/1/file");
});
