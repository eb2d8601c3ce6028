import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pauseS } from "./backoff";
import { anchored, better, guessed, serverNow } from "./clock";
import { readInfo } from "./info";
import { ended, isOver, kept, MOST_KEPT, type Play, without } from "./plays";
import { pathOf, periodOf, searchOf, settingsOf, tokenOf } from "./settings";
import { ownSha256, sha256 } from "./sha256";
import { GARDEN_WORDS, languageOf, wordFor } from "./words";

describe("the server's clock", () => {
  it("goes on by the time since, whatever the own clock says", () => {
    const anchor = anchored(1000, 5, 5.2);
    expect(serverNow(anchor, 15.1)).toBeCloseTo(1010);
    expect(serverNow(guessed(99_999, 98_999, 7), 8)).toBeCloseTo(1001);
  });

  it("is not made worse by an answer that took long, and follows a clock that was set", () => {
    const sharp = anchored(1000, 0, 0.02);
    expect(better(sharp, anchored(1003.3, 2, 4))).toBe(sharp);
    const set = anchored(2000, 2, 4);
    expect(better(sharp, set)).toBe(set);
    const quick = anchored(1010.0, 10, 10.02);
    expect(better(sharp, quick)).toBe(quick);
    expect(better(guessed(5, 0, 0), set)).toBe(set);
    expect(better(null, set)).toBe(set);
  });
});

describe("trying again", () => {
  it("takes longer each time, up to half a minute, and never ends", () => {
    expect([0, 1, 2, 3, 6, 7, 1000].map(pauseS)).toEqual([0, 1, 2, 4, 30, 30, 30]);
  });
});

describe("proof of play", () => {
  const picture = { item: "emotions/calm/a.jpeg", sha256: "a".repeat(64), url: "", bytes: 1 };
  const running = { shown: { picture, version: 4, off: "" }, since: 1000 };

  it("tells picture, version, begin and length, and nothing of darkness", () => {
    expect(ended(running, 1060.5, "event")).toEqual({
      event: "event",
      item: picture.item,
      version: 4,
      started_at: "1970-01-01T00:16:40.000Z",
      seconds: 60.5,
    });
    expect(ended({ ...running, shown: { ...running.shown, off: "closed" } }, 1060, "e")).toBeNull();
    expect(ended(running, 1000.1, "e")).toBeNull();
    expect(ended(null, 1000, "e")).toBeNull();
  });

  it("ends with another picture, another version, darkness, or after five minutes", () => {
    expect(isOver(running, running.shown, 1299)).toBe(false);
    expect(isOver(running, running.shown, 1300)).toBe(true);
    expect(isOver(running, { ...running.shown, version: 5 }, 1001)).toBe(true);
    expect(isOver(running, { ...running.shown, off: "closed" }, 1001)).toBe(true);
  });

  it("is kept until it is told, the newest of too many", () => {
    const play = (event: string): Play => ({ event, item: "", version: 1, started_at: "", seconds: 1 });
    const many = Array.from({ length: MOST_KEPT }, (_, index) => play(String(index)));
    expect(kept(many, play("last")).length).toBe(MOST_KEPT);
    expect(kept(many, null)).toBe(many);
    expect(without([play("1"), play("2")], [play("1")])).toEqual([play("2")]);
  });
});

describe("the address of a screen", () => {
  it("names place, view and period, and odd values fall back", () => {
    const settings = settingsOf("?zone=zone2&slot=img5&orientation=Vertical&period=800&start=1", "ko");
    expect(settings).toMatchObject({
      zone: "zone2",
      slot: 5,
      orientation: "v",
      periodMs: 800,
      isStarted: true,
    });
    expect(settingsOf("?zone=../x&slot=12&period=fast", "ko")).toMatchObject({
      zone: "zone1",
      slot: 1,
      orientation: "h",
      periodMs: 3000,
      isStarted: false,
    });
    expect(pathOf(settings)).toBe("display/zone2/img5v.jpeg");
    expect(settingsOf(searchOf(settings), "ko")).toEqual(settings);
    expect([periodOf("1"), periodOf("-4"), periodOf(null)]).toEqual([250, 3000, 3000]);
  });

  it("keeps the token behind the hash", () => {
    expect([tokenOf("#token=abc"), tokenOf("#x"), tokenOf("")]).toEqual(["abc", "", ""]);
    expect(searchOf(settingsOf("", "en"))).not.toContain("token");
  });
});

describe("SHA-256", () => {
  it.each([0, 1, 55, 56, 63, 64, 119, 1000])("of %d bytes is the same as elsewhere", async (length) => {
    const data = Uint8Array.from({ length }, (_, index) => (index * 7919) % 256);
    const right = createHash("sha256").update(data).digest("hex");
    expect(ownSha256(data)).toBe(right);
    expect(await sha256(data)).toBe(right);
  });
});

describe("words", () => {
  it("are there in three languages, and an unknown one stays as it came", () => {
    expect(GARDEN_WORDS.length).toBe(20);
    expect([wordFor("happy", "ko"), wordFor("the-early-dawn", "ja"), wordFor("x", "en")]).toEqual([
      "행복",
      "夜明け",
      "x",
    ]);
    expect([languageOf("ko-KR"), languageOf("ja"), languageOf("fr")]).toEqual(["ko", "ja", "en"]);
  });

  it("of a visitor are read where they are such", () => {
    const info = { emotion: "calm", season: "spring", weather: "rainy", time: "day" };
    expect(readInfo({ ...info, present: true })).toEqual(info);
    expect([null, "x", { emotion: "calm" }].map(readInfo)).toEqual([null, null, null]);
  });
});
