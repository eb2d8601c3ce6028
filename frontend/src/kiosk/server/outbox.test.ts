import { expect, test } from "vitest";
import { Away, Refusal } from "./ask";
import { Left, Outbox, paused } from "./outbox";

const news: boolean[] = [];
const quickly = () =>
  new Outbox(
    (away) => news.push(away),
    () => new Promise((resolve) => setTimeout(resolve, 0)),
  );

test("what is told arrives in order, though the first of it is answered last", async () => {
  const outbox = quickly();
  const arrived: string[] = [];
  const first = outbox.add(async () => {
    await paused(5, new AbortController().signal);
    arrived.push("first");
  });
  const second = outbox.add(async () => void arrived.push("second"));
  await Promise.all([first, second]);
  expect(arrived).toEqual(["first", "second"]);
});

test("while the server is away the same is sent again, and nothing overtakes it", async () => {
  news.length = 0;
  const outbox = quickly();
  const arrived: string[] = [];
  let tries = 0;
  const like = outbox.add(async () => {
    arrived.push("like");
    tries += 1;
    if (tries < 4) throw new Away();
    return "liked";
  });
  const next = outbox.add(async () => void arrived.push("next"));
  expect(await like).toBe("liked");
  await next;
  expect(arrived).toEqual(["like", "like", "like", "like", "next"]);
  expect(news).toEqual([true, true, true, false, false]);
});

test("a refusal is told to whoever sent it, and the rest goes on", async () => {
  const outbox = quickly();
  const refused = outbox.add(() => Promise.reject(new Refusal(404, "not_found", "gone")));
  const next = outbox.add(() => Promise.resolve(2));
  await expect(refused).rejects.toMatchObject({ status: 404 });
  expect(await next).toBe(2);
});

test("a refusal says that the server is there again", async () => {
  news.length = 0;
  const answers = [new Away(), new Refusal(404, "not_found", "gone")];
  await expect(quickly().add(() => Promise.reject(answers.shift()))).rejects.toBeInstanceOf(Refusal);
  expect(news).toEqual([true, false]);
});

test("leaving gives up what waits and what is on its way, but for what outlives the visit", async () => {
  const outbox = quickly();
  const given: AbortSignal[] = [];
  const onItsWay = outbox.add((signal) => {
    given.push(signal);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const waiting = outbox.add(() => Promise.resolve("too late"));
  const like = outbox.add(() => Promise.resolve("liked"), true);
  outbox.leave();
  await expect(onItsWay).rejects.toBeInstanceOf(Left);
  await expect(waiting).rejects.toBeInstanceOf(Left);
  expect(await like).toBe("liked");
  expect(given[0]?.aborted).toBe(true);
  await expect(outbox.add(() => Promise.resolve(1))).rejects.toBeInstanceOf(Left);
  expect(await outbox.add(() => Promise.resolve("ended"), true)).toBe("ended");
});

test("a like that the server has not heard is sent on after the visitor has left", async () => {
  const outbox = quickly();
  let isAway = true;
  const like = outbox.add(async () => {
    if (isAway) throw new Away();
    return "liked";
  }, true);
  await paused(2, new AbortController().signal);
  outbox.leave();
  isAway = false;
  expect(await like).toBe("liked");
});

test("a pause ends early when it is not wanted any more", async () => {
  const leaving = new AbortController();
  const long = paused(60_000, leaving.signal);
  leaving.abort(new Left());
  await expect(long).rejects.toBeInstanceOf(Left);
  await expect(paused(60_000, leaving.signal)).rejects.toBeInstanceOf(Left);
});
