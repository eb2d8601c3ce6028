import { describe, expect, test } from "vitest";
import type { ShownPicture, Slate } from "../server/types";
import { BEGIN, dotOf, type Event, favoriteOf, kiosk, type Step, stepOf } from "./kiosk";

const walked = (...events: Event[]) => events.reduce(kiosk, BEGIN);
const go = (...steps: Step[]): Event[] => steps.map((to) => ({ kind: "went", to }));
const back: Event = { kind: "back" };

const picture = (item: string, opinion: -1 | 0 | 1 = 0): ShownPicture => ({
  item,
  url: `/${item}`,
  width: 1280,
  height: 800,
  orientation: "h",
  emotion: "calm",
  favorite: "spring,sunny,day",
  reason: { code: "mood", values: { emotion: "calm" } },
  opinion,
});
const slate = (...pictures: ShownPicture[]): Slate => ({ id: "s1", pictures });

describe("the way through the steps", () => {
  test("begins with the attract loop and goes back to it", () => {
    expect(stepOf(BEGIN)).toBe("attract");
    expect(walked(...go("consent"), back)).toEqual(BEGIN);
    expect(walked(back)).toEqual(BEGIN);
  });

  test("by camera it goes back over the same steps", () => {
    const there = walked(...go("consent", "photo", "guess", "favorite", "pictures", "chosen", "final"));
    const seen: Step[] = [];
    for (let state = there; stepOf(state) !== "attract"; state = kiosk(state, back)) seen.push(stepOf(state));
    expect(seen).toEqual(["final", "chosen", "pictures", "favorite", "guess", "photo", "consent"]);
  });

  test("by hand there is no photo on the way", () => {
    expect(walked(...go("consent", "mood", "favorite"), back).path).toEqual(["consent", "mood"]);
  });

  test("a step that was there already is gone back to, not put on top", () => {
    expect(walked(...go("consent", "photo", "guess", "photo")).path).toEqual(["consent", "photo"]);
  });

  test("going back does not ask again whether an adult agrees", () => {
    expect(walked(...go("consent", "photo", "child", "guess"), back).path).toEqual(["consent", "photo"]);
    expect(walked(...go("consent", "photo", "child"), back).path).toEqual(["consent", "photo"]);
  });

  test("a code that is known leads back to the consent step, which is not asked for it again", () => {
    const there = walked(...go("consent", "code"), { kind: "returned" });
    expect(there.path).toEqual(["consent"]);
    expect(there.isBack).toBe(true);
    expect(walked(...go("consent", "code"), back)).toEqual(walked(...go("consent")));
    expect(kiosk(there, { kind: "over" })).toEqual(BEGIN);
  });

  test("starting over leaves nothing of the visitor", () => {
    const there = walked(
      ...go("consent", "photo"),
      { kind: "guessed", guess: { emotion: "sad", bounds: [0, 0, 1, 1] } },
      { kind: "wished", moment: { season: "winter" } },
      { kind: "came", for: "slate", slate: slate(picture("a")) },
      { kind: "chose", picture: picture("a") },
      { kind: "over" },
    );
    expect(there).toEqual(BEGIN);
  });

  test("the dots never go backwards on the way", () => {
    const way: Step[] = [
      "attract",
      "consent",
      "photo",
      "child",
      "guess",
      "favorite",
      "pictures",
      "chosen",
      "final",
    ];
    const dots = way.map(dotOf);
    expect(dots).toEqual([...dots].sort());
    expect(dotOf("mood")).toBe(dotOf("photo"));
  });
});

test("a guess is what the pictures follow until the visitor says otherwise", () => {
  const guessed = walked(...go("consent", "photo"), {
    kind: "guessed",
    guess: { emotion: "happy", bounds: [0, 0, 1, 1] },
  });
  expect([stepOf(guessed), guessed.feeling]).toEqual(["guess", "happy"]);
  expect(kiosk(guessed, { kind: "felt", feeling: "" }).feeling).toBe("");
});

test("a trouble with the camera is forgotten with the next step", () => {
  const troubled = walked(...go("consent", "photo"), { kind: "troubled", trouble: "nobody" });
  expect(troubled.trouble).toBe("nobody");
  expect(kiosk(troubled, { kind: "went", to: "mood" }).trouble).toBeNull();
});

test("a moment is a favorite once season, weather and time are chosen", () => {
  const half = walked(
    { kind: "wished", moment: { season: "spring" } },
    { kind: "wished", moment: { time: "day" } },
  );
  expect(favoriteOf(half.moment)).toBe("");
  expect(favoriteOf(kiosk(half, { kind: "wished", moment: { weather: "sunny" } }).moment)).toBe(
    "spring,sunny,day",
  );
});

test("what the visitor said of a picture holds against an older answer of the server", () => {
  const state = walked(
    { kind: "came", for: "slate", slate: slate(picture("a", 1), picture("b")) },
    { kind: "thought", item: "b", opinion: -1 },
    { kind: "came", for: "slate", slate: slate(picture("b"), picture("c", 1)) },
  );
  expect(state.opinions).toEqual({ a: 1, b: -1, c: 1 });
});

test("pictures that are asked for are not shown as the old ones", () => {
  const state = walked(
    { kind: "came", for: "slate", slate: slate(picture("a")) },
    { kind: "asked", for: "slate" },
  );
  expect(state.slate).toBeNull();
});

test("another chosen picture has its own two and its own codes", () => {
  const state = walked(
    { kind: "chose", picture: picture("a") },
    { kind: "came", for: "trio", slate: slate(picture("a"), picture("b"), picture("c")) },
    { kind: "took", taken: { share: "http://x/image", codes: { share: "<svg/>", return: "", forget: "" } } },
    { kind: "chose", picture: picture("b") },
  );
  expect([state.chosen?.item, state.trio, state.taken]).toEqual(["b", null, null]);
});

test("a picture that was painted for one visitor is nobody's after starting over", () => {
  const painted = walked({ kind: "lives", live: { state: "ready", picture: "emotions/calm/live.jpeg" } });
  expect(painted.live.picture).toBe("emotions/calm/live.jpeg");
  expect(kiosk(painted, { kind: "over" }).live).toEqual({ state: "off", picture: null });
});

test("nothing of a visitor who was erased is left, and back leads to the beginning", () => {
  const erased = walked(
    { kind: "chose", picture: picture("a") },
    { kind: "went", to: "final" },
    { kind: "took", taken: { share: "http://x/image", codes: { share: "<svg/>", return: "", forget: "" } } },
    { kind: "went", to: "erase" },
    { kind: "erased" },
  );
  expect(erased).toEqual({ ...BEGIN, path: ["erase"], isErased: true });
  expect(kiosk(erased, { kind: "back" })).toEqual(BEGIN);
});
