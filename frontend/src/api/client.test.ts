import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError, getJobs, getPictures, retouch, signOut, upload } from "./client";

const asked = vi.fn<typeof fetch>();
const answer = (body: unknown, status = 200) =>
  asked.mockImplementation(async () => Response.json(body, { status }));
const call = () => asked.mock.calls[0] ?? [];

beforeEach(() => {
  asked.mockReset();
  vi.stubGlobal("fetch", asked);
  vi.stubGlobal("document", { baseURI: "http://127.0.0.1:8600/studio/" });
});
afterEach(() => vi.unstubAllGlobals());

const request = { picture: "p1", mask: "m1", prompt: "a lotus", strength: 0.6, count: 2 };

describe("what is sent", () => {
  test("pages are asked for by cursor, under the prefix", async () => {
    answer({ items: [], next_cursor: null });
    await getPictures("a b", 20);
    expect(call()[0]).toBe("http://127.0.0.1:8600/studio/api/pictures?limit=20&cursor=a+b");
    await getPictures(null, 20);
    expect(asked.mock.calls[1]?.[0]).toBe("http://127.0.0.1:8600/studio/api/pictures?limit=20");
  });

  test("a retouch carries its idempotency key", async () => {
    answer({ id: "j1", state: "enqueued" }, 202);
    await retouch(request, "key-1");
    const [, init] = call();
    expect(init?.headers).toEqual({ "Idempotency-Key": "key-1", "Content-Type": "application/json" });
    expect(JSON.parse(String(init?.body))).toEqual(request);
  });

  test("a mask is uploaded as one", async () => {
    answer({ id: "m1" }, 201);
    await upload(new Blob(["x"]), "mask.png", "mask");
    const [address, init] = call();
    expect(address).toBe("http://127.0.0.1:8600/studio/api/pictures?kind=mask");
    const form = init?.body as FormData;
    expect(form.get("file")).toBeInstanceOf(Blob);
  });
});

describe("what comes back", () => {
  test("the server's own words become the error", async () => {
    answer({ ok: false, status: 422, code: "empty_mask", error: "the mask is empty", errors: [] }, 422);
    const error = await retouch(request, "key").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: "empty_mask", message: "the mask is empty" });
  });

  test("an error page of a proxy is an error too", async () => {
    asked.mockResolvedValue(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
    await expect(getJobs("running")).rejects.toMatchObject({
      status: 502,
      code: "unknown",
      message: "Bad Gateway",
    });
  });

  test("an empty answer is not read as JSON", async () => {
    asked.mockResolvedValue(new Response(null, { status: 204 }));
    await expect(signOut()).resolves.toBeUndefined();
  });
});
