// @vitest-environment jsdom
import { expect, test } from "vitest";
import { isLoopback, kioskAddress } from "./devices";

const WISH = { mode: "kiosk", zone: "", language: "", isLarge: false, isContrasty: false } as const;

test("a kiosk's address holds its key behind the #, where no server reads it", () => {
  const made = new URL(kioskAddress("https://garden.example/studio", WISH, "k+/="));
  expect([made.pathname, made.search]).toEqual(["/studio/kiosk", ""]);
  expect(new URLSearchParams(made.hash.slice(1)).get("token")).toBe("k+/=");
});

test("what differs from the usual stands in the address", () => {
  const wish = { mode: "garden", zone: "zone1", language: "ko", isLarge: true, isContrasty: true } as const;
  expect(kioskAddress("https://garden.example", wish, "k")).toBe(
    "https://garden.example/kiosk?mode=garden&zone=zone1&language=ko&targets=large&contrast=high#token=k",
  );
});

test.each([
  ["http://127.0.0.1:8188/kiosk#token=k", true],
  ["http://localhost/kiosk", true],
  ["http://[::1]:8188/display?zone=zone1", true],
  ["https://garden.example/kiosk", false],
  ["http://192.168.0.7:8188/kiosk", false],
  ["https://127.0.0.1.example/kiosk", false],
])("whether %s is reached on its own machine alone: %s", (link, wanted) => {
  expect(isLoopback(link)).toBe(wanted);
});
