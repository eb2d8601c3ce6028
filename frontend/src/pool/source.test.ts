import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Begin, PoolPage } from "../api/pool";
import { aPoolPicture } from "../testing/garden";
import { PagedSource } from "./source";

const TOTAL = 100_000;

function server() {
  const asked: Begin[] = [];
  const load = async (begin: Begin): Promise<PoolPage> => {
    asked.push(begin);
    const first = "cursor" in begin ? Number(begin.cursor) : begin.position;
    const items = Array.from({ length: 100 }, (_, index) => aPoolPicture({ id: `p${first + index}` }));
    return { items, next_cursor: String(first + 100), total: TOTAL };
  };
  return { asked, load };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is looked at is read once, and the next page after it", async () => {
  const { asked, load } = server();
  const source = new PagedSource(load);
  source.want(0, 40);
  source.want(0, 40);
  await vi.runAllTimersAsync();
  source.want(80, 120);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([{ position: 0 }, { cursor: "100" }]);
  expect(source.rows()).toBe(TOTAL);
  expect(source.itemAt(105)?.id).toBe("p105");
});

test("a dragged scroll bar reads only where it rests", async () => {
  const { asked, load } = server();
  const source = new PagedSource(load);
  source.want(0, 40);
  await vi.runAllTimersAsync();
  for (let row = 1_000; row <= 90_000; row += 1_000) source.want(row, row + 40);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([{ position: 0 }, { position: 90_000 }]);
  expect(source.itemAt(90_012)?.id).toBe("p90012");
});

test("an error is told, and the next try brings the pictures", async () => {
  const { load } = server();
  let isAway = true;
  const source = new PagedSource(async (begin) => {
    if (isAway) throw new TypeError("away");
    return load(begin);
  });
  source.want(0, 40);
  await vi.runAllTimersAsync();
  expect(source.error()?.message).toBe("away");
  isAway = false;
  await source.again();
  expect([source.error(), source.itemAt(3)?.id]).toEqual([null, "p3"]);
});

test("a list read anew shows the old until all of the new is here", async () => {
  const { load } = server();
  const source = new PagedSource(load, ({ state }) => state === "unreviewed");
  source.want(0, 40);
  await vi.runAllTimersAsync();
  source.patch([aPoolPicture({ id: "p2", state: "kept" })]);
  const reading = source.again();
  expect(source.itemAt(2)?.state).toBe("kept");
  await reading;
  expect(source.itemAt(2)?.state).toBe("unreviewed");
});

test("whoever listens hears of each change, until they leave", async () => {
  const { load } = server();
  const source = new PagedSource(load);
  const heard = vi.fn();
  const leave = source.subscribe(heard);
  source.want(0, 40);
  await vi.runAllTimersAsync();
  expect(heard).toHaveBeenCalledTimes(1);
  leave();
  source.patch([aPoolPicture({ id: "p2", state: "kept" })]);
  expect(heard).toHaveBeenCalledTimes(1);
});

test("news bring new pictures, but take nothing from the sight of who judges", async () => {
  let first = 0;
  const load = async (begin: Begin): Promise<PoolPage> => {
    const from = ("cursor" in begin ? Number(begin.cursor) : begin.position) + first;
    const items = Array.from({ length: 100 }, (_, index) =>
      aPoolPicture({ id: `p${from + index}`, stars: 3 }),
    );
    return { items, next_cursor: String(from + 100), total: TOTAL };
  };
  const source = new PagedSource(load, ({ state }) => state === "unreviewed");
  source.want(0, 40);
  await vi.runAllTimersAsync();
  first = -2;
  await source.freshen();
  expect([source.itemAt(0)?.id, source.rowOf("p0")]).toEqual(["p-2", 2]);
  source.patch([aPoolPicture({ id: "p0", state: "kept" })]);
  first = 1; // the server lists it no more
  await source.freshen();
  expect(source.itemAt(2)).toMatchObject({ id: "p0", state: "kept" });
  expect(source.itemAt(3)?.stars).toBe(3);
});

test("what was read while a verdict came is not believed", async () => {
  const { load } = server();
  const source = new PagedSource(load);
  source.want(0, 40);
  await vi.runAllTimersAsync();
  const reading = source.freshen();
  source.patch([aPoolPicture({ id: "p2", state: "kept" })]);
  await reading;
  expect(source.itemAt(2)?.state).toBe("kept");
});
