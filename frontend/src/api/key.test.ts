import { expect, test, vi } from "vitest";
import { newKey } from "./key";

test("a key is new each time, also on a page without HTTPS", () => {
  const { getRandomValues } = crypto;
  vi.stubGlobal("crypto", { getRandomValues: getRandomValues.bind(crypto) });
  const keys = Array.from({ length: 50 }, newKey);
  vi.unstubAllGlobals();
  expect(new Set(keys).size).toBe(50);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
});
