import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "./client";
import { type Preferences, saveChoices } from "./preferences";

/** The server's side: one object that changes hands by its version. */
class Desk {
  kept: Preferences = { version: 3, data: { negative: "people", prompt: "a pond" } };
  refusals = 0;

  answer(method: string, body: Preferences): [number, unknown] {
    if (method === "GET") return [200, this.kept];
    if (body.version !== this.kept.version) {
      this.refusals += 1;
      return [409, { error: "the preferences are at another version", code: "conflict" }];
    }
    this.kept = { version: body.version + 1, data: body.data };
    return [200, this.kept];
  }
}

let desk = new Desk();

beforeEach(() => {
  desk = new Desk();
  vi.stubGlobal("document", { baseURI: "http://here/" });
  vi.stubGlobal("fetch", async (_: string, { method, body }: { method: string; body: string | null }) => {
    const [status, json] = desk.answer(method, body ? JSON.parse(body) : null);
    return new Response(JSON.stringify(json), { status });
  });
});

describe("saving a choice", () => {
  test("changes its own keys alone", async () => {
    await saveChoices({ negative: "text" }, desk.kept);
    expect(desk.kept).toEqual({ version: 4, data: { negative: "text", prompt: "a pond" } });
  });

  test("over a version that has become old keeps what another tab has saved", async () => {
    const old = desk.kept;
    await saveChoices({ prompt: "a lake" }, old);
    await saveChoices({ negative: "text" }, old);
    expect(desk.kept.data).toEqual({ negative: "text", prompt: "a lake" });
    expect(desk.refusals).toBe(1);
  });

  test("gives up where others are always quicker", async () => {
    const put = desk.answer.bind(desk);
    desk.answer = (method, body) => {
      if (method === "PUT") desk.kept = { ...desk.kept, version: desk.kept.version + 1 };
      return put(method, body);
    };
    await expect(saveChoices({ negative: "text" }, desk.kept)).rejects.toThrow(ApiError);
    expect(desk.refusals).toBe(4);
  });
});
