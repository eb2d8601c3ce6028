import { describe, expect, test } from "vitest";
import { aPoolPicture } from "../testing/garden";
import {
  bestKept,
  type Desk,
  emptyDesk,
  given,
  judged,
  lastOf,
  refused,
  sent,
  shown,
  undone,
} from "./verdicts";

const [a, b, c] = ["a", "b", "c"].map((id) => aPoolPicture({ id, cluster: "a" })) as [
  ReturnType<typeof aPoolPicture>,
  ReturnType<typeof aPoolPicture>,
  ReturnType<typeof aPoolPicture>,
];
const stateOf = (desk: Desk, picture = a) => shown(desk, picture).state;

test.each([
  ["keep", null, { state: "kept", stars: 2 }],
  ["reject", null, { state: "rejected", stars: 0 }],
  ["star", 5, { state: "kept", stars: 5 }],
  ["retouch", null, { state: "retouch", stars: 2 }],
  ["clear", null, { state: "unreviewed", stars: 0 }],
] as const)("after %s a picture with two stars is %j", (verdict, stars, look) => {
  expect(judged({ state: "kept", stars: 2 }, verdict, stars)).toEqual(look);
});

describe("a verdict", () => {
  test("is seen at once, and only on its picture", () => {
    const desk = given(emptyDesk, [a], "keep");
    expect([stateOf(desk), stateOf(desk, b)]).toEqual(["kept", "unreviewed"]);
  });

  test("over one that is on its way counts, whatever the server answers to the first", () => {
    const desk = given(given(emptyDesk, [a], "keep"), [a], "reject");
    expect(stateOf(desk)).toBe("rejected");
    expect(stateOf(sent(desk))).toBe("rejected");
    expect(stateOf(refused(desk))).toBe("rejected");
  });

  test("that is refused was never given", () => {
    const desk = refused(given(emptyDesk, [a], "keep"));
    expect(stateOf(desk)).toBe("unreviewed");
    expect(lastOf(desk)).toBeNull();
  });

  test("on many is one act", () => {
    const desk = given(emptyDesk, [a, b, c], "star", 4);
    expect(desk.waiting).toHaveLength(1);
    expect(shown(desk, c)).toMatchObject({ state: "kept", stars: 4 });
  });
});

test("the best of a cluster is kept and its near-duplicates are rejected", () => {
  const desk = bestKept(emptyDesk, b, [a, b, c]);
  expect([a, b, c].map((picture) => stateOf(desk, picture))).toEqual(["rejected", "kept", "rejected"]);
  expect(desk.waiting[0]?.order).toEqual({ what: "keepBest", cluster: "a", picture: "b" });
});

describe("an undo", () => {
  test("takes back the last act while it still waits", () => {
    const desk = undone(given(given(emptyDesk, [a], "keep"), [b], "reject"));
    expect([stateOf(desk), stateOf(desk, b)]).toEqual(["kept", "unreviewed"]);
  });

  test("and another one take back the last two, the newest first", () => {
    const two = given(given(emptyDesk, [a], "keep"), [b], "reject");
    const desk = undone(undone(two));
    expect([stateOf(desk), stateOf(desk, b)]).toEqual(["unreviewed", "unreviewed"]);
    expect(lastOf(desk)).toBeNull();
  });

  test("of an act that was sent brings back how the picture looked before", () => {
    const asKept = { ...a, state: "kept" as const };
    const done = sent(given(emptyDesk, [a], "keep"));
    expect(shown(undone(done), asKept).state).toBe("unreviewed");
    expect(sent(undone(done))).toMatchObject({ done: [], waiting: [] });
  });

  test("that is refused leaves the act as it was, to be undone again", () => {
    const done = sent(given(emptyDesk, [a], "keep"));
    expect(lastOf(refused(undone(done)))?.order).toMatchObject({ verdict: "keep" });
  });

  test("of nothing that is known here is asked of the server still", () => {
    expect(undone(emptyDesk).waiting).toHaveLength(1);
  });
});
