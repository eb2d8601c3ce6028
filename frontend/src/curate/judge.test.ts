import { expect, test, vi } from "vitest";
import type { Act } from "../api/pool";
import { aPoolPicture } from "../testing/garden";
import { type Hands, Judge } from "./judge";

const a = aPoolPicture({ id: "a" });
const b = aPoolPicture({ id: "b" });

/** A server whose answers are given by the test, one by one. */
function slowServer() {
  const calls: { name: string; answer: (act: Act) => void; refuse: (error: Error) => void }[] = [];
  const promised = (name: string) =>
    new Promise<Act>((answer, refuse) => void calls.push({ name, answer, refuse }));
  const hands: Hands = {
    judge: (ids, verdict, stars) => promised(`${verdict}${stars ?? ""} ${ids.join()}`),
    undo: () => promised("undo"),
    keepBest: (cluster, picture) => promised(`best ${picture} of ${cluster}`),
  };
  return { calls, hands };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const act = (...items: Act["items"]): Act => ({ act: "1", items });

test("verdicts are seen at once and sent one after the other", async () => {
  const { calls, hands } = slowServer();
  const answered = vi.fn();
  const judge = new Judge(answered, hands);
  judge.give([a], "keep");
  judge.give([b], "star", 5);
  expect([judge.shown(a).state, judge.shown(b).stars]).toEqual(["kept", 5]);
  expect(calls.map(({ name }) => name)).toEqual(["keep a"]);
  calls[0]?.answer(act({ ...a, state: "kept" }));
  await settled();
  expect(calls.map(({ name }) => name)).toEqual(["keep a", "star5 b"]);
  expect(answered).toHaveBeenCalledWith([{ ...a, state: "kept" }]);
  expect(judge.waiting()).toBe(1);
});

test("a refused verdict puts the picture back, says why, and does not stop the next", async () => {
  const { calls, hands } = slowServer();
  const judge = new Judge(() => undefined, hands);
  judge.give([a], "keep");
  judge.give([b], "reject");
  calls[0]?.refuse(new Error("it is gone"));
  await settled();
  expect([judge.shown(a).state, judge.shown(b).state]).toEqual(["unreviewed", "rejected"]);
  expect(judge.error()?.message).toBe("it is gone");
  calls[1]?.answer(act({ ...b, state: "rejected" }));
  await settled();
  expect(judge.error()).toBeNull();
});

test("an undo says which pictures to go back to, and waits for its turn", async () => {
  const { calls, hands } = slowServer();
  const judge = new Judge(() => undefined, hands);
  judge.give([a, b], "reject");
  expect(judge.undo()).toEqual(["a", "b"]);
  expect(judge.shown(a).state).toBe("unreviewed");
  calls[0]?.answer(act());
  await settled();
  expect(calls.map(({ name }) => name)).toEqual(["reject a,b", "undo"]);
});

test("a second opinion is given without knowing the first, and is shown instead of it", async () => {
  const { calls, hands } = slowServer();
  const judge = new Judge(() => undefined, hands, true);
  const kept = { ...a, state: "kept" as const, stars: 3 };
  expect(judge.shown(kept)).toMatchObject({ state: "unreviewed", stars: 0 });
  judge.give([kept], "reject");
  calls[0]?.answer(act(kept));
  await settled();
  expect(judge.shown(kept).state).toBe("rejected");
  judge.undo();
  expect(judge.shown(kept).state).toBe("unreviewed");
});

test("a verdict in parts is one act, which one undo takes back from its last part to its first", async () => {
  const { calls, hands } = slowServer();
  const answered = vi.fn();
  const judge = new Judge(answered, hands);
  judge.give([a], "keep");
  judge.giveMany(async () => 3);
  judge.undo();
  calls[0]?.answer(act());
  await settled();
  for (const part of [1, 2, 3]) {
    expect(calls.slice(1).map(({ name }) => name)).toEqual(Array(part).fill("undo"));
    calls[part]?.answer(act({ ...b, state: "unreviewed" }));
    await settled();
  }
  expect(judge.waiting()).toBe(0);
  expect(answered).toHaveBeenCalledTimes(5); // the first verdict, none of the parts while given, each when undone
  judge.undo();
  await settled();
  expect(calls).toHaveLength(5);
  expect(judge.shown(a).state).toBe("unreviewed");
});

test("parts that could not be taken back are left to the next undo", async () => {
  const { calls, hands } = slowServer();
  const judge = new Judge(() => undefined, hands);
  judge.giveMany(async () => 2);
  judge.undo();
  await settled();
  calls[0]?.answer(act());
  await settled();
  calls[1]?.refuse(new Error("judged by another since"));
  await settled();
  expect(judge.error()?.message).toBe("judged by another since");
  judge.undo();
  await settled();
  calls[2]?.answer(act());
  await settled();
  expect([calls.length, judge.waiting(), judge.error()]).toEqual([3, 0, null]);
});
