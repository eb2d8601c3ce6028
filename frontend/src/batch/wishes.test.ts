import { describe, expect, test } from "vitest";
import { noSettings } from "../painting/settings";
import { formOf, isRight, wishesOf } from "./wishes";

const plain = formOf({});

describe("the wishes", () => {
  test("fill the form again as it was", () => {
    const form = {
      ...plain,
      prompt: "a red coat",
      negative: "hat",
      strength: 75,
      settings: { ...noSettings, engine: "painter", steps: "12" },
      seed: "7",
      seeds: "many" as const,
      first: "3",
      last: "90",
      region: "body" as const,
      person: "2",
      follow: false,
      expand: "4",
      shrink: "1.5",
      fill: true,
      carry: 60,
      followStrength: "40",
      firstAsReference: true,
    };
    const wishes = wishesOf(form, {});
    expect(wishes).toMatchObject({ range: "3...90", person: 2, carry: 0.6, follow_strength: 0.4, steps: 12 });
    expect(formOf(wishes)).toEqual(form);
  });

  test("of an untouched form are the usual ones", () => {
    const wishes = wishesOf(plain, {});
    expect(wishes).toMatchObject({
      strength: 0.6,
      seed: null,
      range: "0...Infinity",
      region: "mask",
      carry: 1,
      follow_strength: null,
    });
    expect(formOf(wishes)).toEqual(plain);
  });

  test("keep what the form does not show, and let go of a setting that was emptied", () => {
    const before = { colour_match: "strong", box: [1, 2, 64, 64], steps: 30, sampler: "DDIM" };
    const after = wishesOf({ ...plain, settings: { ...noSettings, sampler: "Euler" } }, before);
    expect(after).toMatchObject({ colour_match: "strong", box: [1, 2, 64, 64], sampler: "Euler" });
    expect("steps" in after).toBe(false);
  });

  test("a follow strength of nothing is a wish, too; a person is asked for only where people are found", () => {
    expect(wishesOf({ ...plain, followStrength: "0" }, {}).follow_strength).toBe(0);
    expect(formOf({ follow_strength: 0 }).followStrength).toBe("0");
    expect(wishesOf({ ...plain, person: "2" }, {}).person).toBeNull();
  });
});

test.each([
  [{ first: "10", last: "9" }, false],
  [{ first: "10", last: "10" }, true],
  [{ first: "10" }, true],
  [{ first: "1.5" }, false],
  [{ person: "0" }, false],
  [{ expand: "1001" }, false],
  [{ seed: "-1" }, false],
  [{ settings: { ...noSettings, steps: "0" } }, false],
] as const)("a form with %j is right: %j", (changes, right) => {
  expect(isRight({ ...plain, ...changes })).toBe(right);
});
