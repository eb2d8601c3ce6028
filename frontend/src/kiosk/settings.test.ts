// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { deviceToken, settingsOf, TOKEN_PLACE, tokenIn } from "./settings";

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, "", "/kiosk");
});

test("an address without a query is the kiosk as usual", () => {
  const usual = { mode: "kiosk", zone: null, language: null, contrast: false, larger: false };
  expect(settingsOf("")).toEqual(usual);
  expect(settingsOf("?mode=other&language=fr&contrast=low&zone=")).toEqual(usual);
});

test("the query sets the device up", () => {
  expect(settingsOf("?mode=emotion-garden&zone=zone2&language=ko&contrast=high&targets=large")).toEqual({
    mode: "emotion-garden",
    zone: "zone2",
    language: "ko",
    contrast: true,
    larger: true,
  });
});

test.each([
  ["#token=abc-_1", "abc-_1"],
  ["", null],
  ["#token=", null],
  ["#/other", null],
])("the key in %j is %j", (fragment, wanted) => {
  expect(tokenIn(fragment)).toBe(wanted);
});

test("a key in the address is kept on the device and taken out of the address", () => {
  history.replaceState(null, "", "/kiosk?zone=zone1#token=secret");
  expect(deviceToken(location, history, localStorage)).toBe("secret");
  expect(location.href).toMatch(/\/kiosk\?zone=zone1$/);
  expect(localStorage.getItem(TOKEN_PLACE)).toBe("secret");
  expect(deviceToken(location, history, localStorage)).toBe("secret");
});

test("a newer key replaces the older one", () => {
  localStorage.setItem(TOKEN_PLACE, "older");
  history.replaceState(null, "", "/kiosk#token=newer");
  expect(deviceToken(location, history, localStorage)).toBe("newer");
  expect(localStorage.getItem(TOKEN_PLACE)).toBe("newer");
});

test("a device that was never set up has no key", () => {
  expect(deviceToken(location, history, localStorage)).toBeNull();
});
