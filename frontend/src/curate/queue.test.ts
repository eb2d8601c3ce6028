import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Queue } from "../api/pool";
import { aPoolPicture } from "../testing/garden";
import { QueueSource } from "./queue";

function server(total: number) {
  let next = 0;
  const asked: { have: readonly string[]; limit: number }[] = [];
  const draw = async ({ have, limit }: { have: readonly string[]; limit: number }): Promise<Queue> => {
    asked.push({ have, limit });
    const fresh = Math.min(limit, total - next);
    const items = Array.from({ length: fresh }, () => aPoolPicture({ id: `p${next++}` }));
    return { items, held_until: null, left: total - next };
  };
  const release = vi.fn(async () => undefined);
  return { asked, draw, release };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("new pictures come before the last is reached, and say what is on the screen already", async () => {
  const { asked, draw, release } = server(100);
  const queue = new QueueSource({}, false, draw, release);
  queue.want(0, 1);
  await vi.advanceTimersByTimeAsync(1);
  expect(queue.rows()).toBe(16);
  queue.mark(["p0", "p1"], true);
  queue.want(9, 10);
  await vi.advanceTimersByTimeAsync(1);
  expect(queue.rows()).toBe(32);
  expect(asked[1]?.have).toHaveLength(14);
  expect(asked[1]?.have).not.toContain("p0");
  expect(queue.standing()).toEqual({ left: 68, isOver: false });
  queue.close();
});

test("the end is told, and looking again finds what has come meanwhile", async () => {
  const { draw, release } = server(0);
  let isFull = false;
  const later = server(3);
  const queue = new QueueSource({}, false, (wish) => (isFull ? later.draw(wish) : draw(wish)), release);
  queue.want(0, 1);
  await vi.advanceTimersByTimeAsync(1);
  expect(queue.standing()).toEqual({ left: 0, isOver: true });
  isFull = true;
  await queue.again();
  expect(queue.rows()).toBe(3);
  queue.close();
});

test("what is held is held on while one looks, and given back when one leaves", async () => {
  const { asked, draw, release } = server(30);
  const queue = new QueueSource({}, true, draw, release);
  queue.want(0, 1);
  await vi.advanceTimersByTimeAsync(1);
  await vi.advanceTimersByTimeAsync(180_001);
  expect(asked.at(-1)?.have).toHaveLength(16);
  queue.mark(["p0"], true);
  queue.close();
  expect(release).toHaveBeenCalledWith(expect.not.arrayContaining(["p0"]));
});

test("the queue is done when nothing more comes and all of it is judged, until news bring more", async () => {
  const { draw, release } = server(2);
  let isFull = false;
  const later = server(9);
  const queue = new QueueSource({}, false, (wish) => (isFull ? later.draw(wish) : draw(wish)), release);
  queue.want(0, 1);
  await vi.advanceTimersByTimeAsync(1);
  queue.want(0, 2);
  await vi.advanceTimersByTimeAsync(1);
  queue.mark(["p0"], true);
  expect(queue.isDone()).toBe(false);
  queue.mark(["p1"], true);
  expect(queue.isDone()).toBe(true);
  queue.mark(["p1"], false); // taken back
  expect(queue.isDone()).toBe(false);
  queue.mark(["p1"], true);
  isFull = true;
  await queue.freshen();
  expect([queue.isDone(), queue.rows()]).toEqual([false, 9]);
  queue.close();
});
