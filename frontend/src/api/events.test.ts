import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listen, type News } from "./events";

class FakeSource extends EventTarget {
  static last: FakeSource;
  closed = false;
  constructor(readonly address: string) {
    super();
    FakeSource.last = this;
  }
  close() {
    this.closed = true;
  }
  say(state: string) {
    this.dispatchEvent(new MessageEvent("job", { data: JSON.stringify({ id: "j1", state }) }));
  }
  switch(state: string) {
    this.dispatchEvent(new MessageEvent("power", { data: JSON.stringify({ state, engine_ready: false }) }));
  }
  change(id: string) {
    this.dispatchEvent(new MessageEvent("journal", { data: JSON.stringify({ id, version: 2 }) }));
  }
}

const news = (changes: Partial<News>): News => ({
  jobs: false,
  power: false,
  pictures: false,
  garden: false,
  journals: false,
  visits: false,
  displays: false,
  ...changes,
});

let heard: News[];
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("document", { baseURI: "http://127.0.0.1:8600/studio/" });
  heard = [];
  end = listen((news) => heard.push(news));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("many changes within a moment are one piece of news", () => {
  for (let step = 0; step < 50; step += 1) FakeSource.last.say("running");
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(400);
  expect(heard).toEqual([news({ jobs: true })]);
});

test("a job that succeeded means new pictures, once", () => {
  FakeSource.last.say("succeeded");
  FakeSource.last.say("running");
  vi.advanceTimersByTime(400);
  FakeSource.last.say("running");
  vi.advanceTimersByTime(400);
  expect(heard.map(({ pictures }) => pictures)).toEqual([true, false]);
});

test("news of the machine and of jobs come together, and each is told once", () => {
  FakeSource.last.switch("pending");
  vi.advanceTimersByTime(400);
  FakeSource.last.switch("running");
  FakeSource.last.say("running");
  vi.advanceTimersByTime(400);
  expect(heard).toEqual([news({ power: true }), news({ jobs: true, power: true })]);
});

test("a journal that changed in another tab is news here, once", () => {
  FakeSource.last.change("j1");
  FakeSource.last.change("j1");
  vi.advanceTimersByTime(400);
  FakeSource.last.say("running");
  vi.advanceTimersByTime(400);
  expect(heard.map(({ journals }) => journals)).toEqual([true, false]);
});

test("the stream is asked for under the prefix, and nothing is told after its end", () => {
  expect(FakeSource.last.address).toBe("http://127.0.0.1:8600/studio/api/events");
  FakeSource.last.say("succeeded");
  end();
  vi.advanceTimersByTime(400);
  expect(FakeSource.last.closed).toBe(true);
  expect(heard).toEqual([]);
});

test.each(["pool", "promotion", "garden", "bulk"])(
  "%s is news of the garden, and of nothing else",
  (topic) => {
    FakeSource.last.dispatchEvent(new MessageEvent(topic, { data: "{}" }));
    vi.advanceTimersByTime(400);
    expect(heard).toEqual([news({ garden: true })]);
  },
);

test("visits, those who were forgotten, and screens are told apart from the garden", () => {
  for (const topic of ["visit", "visitors", "display"])
    FakeSource.last.dispatchEvent(new MessageEvent(topic, { data: "{}" }));
  vi.advanceTimersByTime(400);
  expect(heard.map(({ visits, displays, garden }) => [visits, displays, garden])).toEqual([
    [true, true, false],
  ]);
});
