import { expect, test } from "vitest";
import { type Ask, Away, Refusal, type Wish } from "./ask";
import { Talk } from "./talk";

type Asked = [string, Wish | undefined];

/** A talk whose server answers by `answer`, and what it was asked. */
function talking(answer: (path: string, wish: Wish) => unknown): { talk: Talk; asked: Asked[] } {
  const asked: Asked[] = [];
  const ask = (async (path: string, wish: Wish = {}) => {
    asked.push([path, wish]);
    return path === "api/visits" ? { id: "v1" } : answer(path, wish);
  }) as Ask;
  return { talk: new Talk(ask, () => undefined), asked };
}
const never = new AbortController().signal;
const frame = () => new Blob(["x"], { type: "image/jpeg" });

test("the visit's own name stands in what follows, though it was said before the visit had one", async () => {
  const { talk, asked } = talking(() => ({}));
  void talk.begin({ surface: "kiosk", language: "ko", zone: "zone1" });
  void talk.consent({ camera: false });
  await talk.slate({ chosen: "emotions/calm/a b.jpeg", more: true });
  expect(asked.map(([path]) => path)).toEqual([
    "api/visits",
    "api/visits/v1/consent",
    "api/visits/v1/slate?size=3&chosen=emotions%2Fcalm%2Fa+b.jpeg&more=true",
  ]);
  expect(asked[0]?.[1]?.json).toEqual({ surface: "kiosk", language: "ko", zone: "zone1" });
});

test("a place without zones names none", async () => {
  const { talk, asked } = talking(() => ({}));
  await talk.begin({ surface: "kiosk", language: "en", zone: null });
  expect(asked[0]?.[1]?.json).toEqual({ surface: "kiosk", language: "en" });
});

test("the frames of a burst are sent each once, and the last answer counts", async () => {
  let seen = 0;
  const { talk, asked } = talking(() => {
    seen += 1;
    if (seen === 1) throw new Refusal(404, "no_face", "nobody");
    if (seen === 3) throw new Away();
    return { id: "v1", emotion: `guess ${seen}` };
  });
  await talk.begin({ surface: "kiosk", language: "en", zone: null });
  expect((await talk.face([frame(), frame(), frame()], never)).emotion).toBe("guess 2");
  expect(asked).toHaveLength(4);
});

test("a frame that is never answered keeps nobody waiting: what was told counts, or the server is away", async () => {
  let seen = 0;
  const lost = new Promise<never>(() => undefined); // heeds no signal either
  const { talk, asked } = talking(() => {
    seen += 1;
    return seen === 1 ? { id: "v1", emotion: "calm" } : lost;
  });
  await talk.begin({ surface: "kiosk", language: "en", zone: null });
  expect((await talk.face([frame(), frame(), frame()], never, 30)).emotion).toBe("calm");
  expect(asked).toHaveLength(3);
  await expect(talk.face([frame(), frame()], never, 30)).rejects.toBeInstanceOf(Away);
  expect(asked).toHaveLength(4);
});

test("a look waits no longer for a visit that cannot begin", async () => {
  const talk = new Talk((() => new Promise(() => undefined)) as Ask, () => undefined);
  void talk.begin({ surface: "kiosk", language: "en", zone: null });
  await expect(talk.face([frame()], never, 30)).rejects.toBeInstanceOf(Away);
});

test("who leaves while a face is looked at is told nothing", async () => {
  const { talk } = talking(() => new Promise(() => undefined));
  await talk.begin({ surface: "kiosk", language: "en", zone: null });
  const leaving = new AbortController();
  const looked = talk.face([frame()], leaving.signal);
  leaving.abort(new Error("left"));
  await expect(looked).rejects.toThrow("left");
});

test("nobody in any frame is told, and a child ends the burst at once", async () => {
  const nobody = talking(() => {
    throw new Refusal(404, "no_face", "nobody");
  });
  await nobody.talk.begin({ surface: "kiosk", language: "en", zone: null });
  await expect(nobody.talk.face([frame(), frame()], never)).rejects.toMatchObject({ code: "no_face" });
  const child = talking(() => {
    throw new Refusal(403, "adult_needed", "an adult has to agree");
  });
  await child.talk.begin({ surface: "kiosk", language: "en", zone: null });
  await expect(child.talk.face([frame(), frame()], never)).rejects.toMatchObject({ code: "adult_needed" });
  expect(child.asked).toHaveLength(2);
});

test("who leaves ends the visit, and a visit that never began is not ended", async () => {
  const { talk, asked } = talking(() => ({}));
  await talk.begin({ surface: "kiosk", language: "en", zone: null });
  talk.leave();
  await talk.opinion("a", "s", "click", "e1");
  expect(asked.map(([path]) => path)).toEqual(["api/visits", "api/visits/v1/end", "api/visits/v1/likes"]);
  const none = talking(() => ({}));
  none.talk.leave();
  expect(none.asked).toEqual([]);
});

test("who comes back by a code goes on in a new visit, and the one so far ends", async () => {
  let begun = 0;
  const asked: Asked[] = [];
  const ask = (async (path: string, wish: Wish = {}) => {
    asked.push([path, wish]);
    if (path === "api/visits") begun += 1;
    return path === "api/visits" ? { id: `v${begun}`, returned: true } : {};
  }) as Ask;
  const talk = new Talk(ask, () => undefined);
  const wanted = { surface: "kiosk", language: "ko", zone: "zone1" };
  void talk.begin(wanted);
  expect((await talk.comeBack(wanted, "a code", never)).returned).toBe(true);
  await talk.consent({ camera: false });
  expect(asked[1]?.[1]?.json).toEqual({ ...wanted, returning: "a code" });
  expect(asked.slice(2).map(([path]) => path)).toEqual(["api/visits/v1/end", "api/visits/v2/consent"]);
});

test("a frame without a code tells nothing, and one that cannot be looked at says so", async () => {
  const { talk } = talking(() => {
    throw new Refusal(404, "no_code", "none is seen");
  });
  expect(await talk.codeIn(frame(), never)).toBeNull();
  const away = talking(() => {
    throw new Away();
  });
  await expect(away.talk.codeIn(frame(), never)).rejects.toBeInstanceOf(Away);
});

test("who is erased is gone, also who was gone already: no visit is ended after that", async () => {
  const { talk, asked } = talking((path) => {
    if (path.endsWith("/forget")) throw new Refusal(404, "not_found", "gone already");
    return {};
  });
  await talk.begin({ surface: "kiosk", language: "en", zone: null });
  await talk.forget();
  talk.leave();
  await Promise.resolve();
  expect(asked.map(([path]) => path)).toEqual(["api/visits", "api/visits/v1/forget"]);
});

test("an erasure that is refused for another reason is told", async () => {
  const { talk } = talking((path) => {
    if (path.endsWith("/forget")) throw new Refusal(401, "not_signed_in", "no key");
    return {};
  });
  await talk.begin({ surface: "kiosk", language: "en", zone: null });
  await expect(talk.forget()).rejects.toThrow("no key");
});
