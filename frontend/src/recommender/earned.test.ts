import { describe, expect, test } from "vitest";
import type { Estimate, GroupResult, OffPolicy, PolicyResult } from "../api/recommender";
import { apart, groupsBy, measuresOf, restsOnFew } from "./earned";

const estimate = (value: number, low = value - 0.1, high = value + 0.1): Estimate => ({
  value,
  low,
  high,
  count: 40,
});
const other = (value: number, effective: number): OffPolicy => ({
  ips: estimate(value + 0.01),
  snips: estimate(value),
  clipped: estimate(value - 0.01),
  effective,
});
const group = (value: string, ...numbers: [number, number, number]): GroupResult => ({
  attribute: value === "Female" || value === "Male" ? "gender" : "emotion",
  value,
  estimate: estimate(...numbers),
});
const policy = (changes: Partial<PolicyResult> = {}): PolicyResult => ({
  name: "default",
  slates: 40,
  pictures: 200,
  likes: 50,
  liked_slates: estimate(0.7),
  rate: estimate(0.25),
  random: other(0.1, 140.6),
  popular: other(0.2, 99.4),
  groups: [],
  ...changes,
});

describe("what a way of choosing earned", () => {
  test("is its own numbers, then those of other choices, each with what it rests on", () => {
    const measures = measuresOf(policy());
    expect(measures.map((one) => ("by" in one ? `${one.of} ${one.by}` : one.of))).toEqual([
      "rate",
      "liked_slates",
      "random snips",
      "random ips",
      "random clipped",
      "popular snips",
      "popular ips",
      "popular clipped",
    ]);
    expect(measures[2]).toMatchObject({ estimate: { value: 0.1 }, pictures: 141 });
    expect(measures[0]).toMatchObject({ estimate: { value: 0.25 }, slates: 40 });
  });

  test("is not known where nothing that was shown would have been shown otherwise", () => {
    const measures = measuresOf(policy({ popular: other(0, 0) }));
    expect(measures.slice(5).map(({ estimate }) => estimate)).toEqual([null, null, null]);
    expect(measures[2]?.estimate).not.toBeNull();
  });

  test("rests on few pictures where one of the other choices does", () => {
    expect(restsOnFew(policy())).toBe(true);
    expect(restsOnFew(policy({ popular: other(0.2, 100) }))).toBe(false);
  });
});

describe("groups of visitors", () => {
  const [female, male] = [group("Female", 0.4, 0.3, 0.5), group("Male", 0.2, 0.1, 0.29)];

  test("stand by attribute, the one that is served best first, without attributes that nobody has", () => {
    const found = groupsBy([group("calm", 0.3, 0.2, 0.4), male, female]);
    expect(found.map(({ attribute, rows }) => [attribute, rows.map(({ value }) => value)])).toEqual([
      ["gender", ["Female", "Male"]],
      ["emotion", ["calm"]],
    ]);
  });

  test.each([
    [
      [female, male],
      ["Female", "Male"],
    ],
    [[female, group("Male", 0.2, 0.1, 0.3)], null],
    [[female], null],
    [[], null],
  ])("differ where their intervals do not touch: case %#", (rows, wanted) => {
    const found = apart({ attribute: "gender", rows });
    expect(found?.map(({ value }) => value) ?? null).toEqual(wanted);
  });
});
