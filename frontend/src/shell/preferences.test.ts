// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { storedLanguage, storedTheme, storeLanguage, wear } from "./preferences";

beforeEach(() => localStorage.clear());

test("the language is the browser's until one is chosen", () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["ja-JP", "en"]);
  expect(storedLanguage()).toBe("ja");
  storeLanguage("ko");
  expect(storedLanguage()).toBe("ko");
});

test("the appearance is remembered and shown", () => {
  expect(storedTheme()).toBe("auto");
  wear("dark");
  expect(storedTheme()).toBe("dark");
  expect(document.documentElement.dataset.theme).toBe("dark");
});

test("what another program left in the store is not trusted", () => {
  localStorage.setItem("hwawon-theme", "purple");
  localStorage.setItem("hwawon-language", "toString");
  expect(storedTheme()).toBe("auto");
  expect(["en", "ko", "ja"]).toContain(storedLanguage());
});
