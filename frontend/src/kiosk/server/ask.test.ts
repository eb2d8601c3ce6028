// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { Away, askWith, Refusal } from "./ask";

const answers = (body: string | null, status: number, type: string) =>
  vi.stubGlobal("fetch", async () => new Response(body, { status, headers: { "Content-Type": type } }));

afterEach(() => {
  vi.unstubAllGlobals();
});

test("an answer without words is an answer, though it is called JSON", async () => {
  answers(null, 204, "application/json");
  expect(await askWith("key")("api/visits/v1/forget", { method: "POST" })).toBeUndefined();
});

test("an answer that broke off on its way counts as none, and a refusal has the server's words", async () => {
  answers('{"id":', 200, "application/json");
  await expect(askWith("key")("api/visits")).rejects.toBeInstanceOf(Away);
  answers('{"code":"no_face","error":"nobody"}', 404, "application/json");
  await expect(askWith("key")("api/visits")).rejects.toEqual(new Refusal(404, "no_face", "nobody"));
});
