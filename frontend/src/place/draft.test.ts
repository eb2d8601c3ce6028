import { describe, expect, test } from "vitest";
import { aPlace } from "../testing/visitors";
import { atKind, changesOf, type Draft, draftOf, wrongIn } from "./draft";

const place = aPlace();
const draft = draftOf(place);
const typed = (numbers: Partial<Draft["numbers"]>): Draft => ({
  ...draft,
  numbers: { ...draft.numbers, ...numbers },
});

describe("the settings of the place", () => {
  test("are not sent where nothing was changed", () => expect(changesOf(draft, place)).toEqual({}));

  test("are sent only where they differ, retention as one", () => {
    const after = { ...typed({ visits_days: "30", child_age: "0" }), name: "Hall 3" };
    expect(changesOf(after, place)).toEqual({
      name: "Hall 3",
      child_age: 0,
      retention: { ...place.retention, visits_days: 30 },
    });
  });

  test("lose a label that was emptied", () => {
    const own = { ...place, label: { ko: "AI가 그림" } };
    expect(changesOf({ ...draftOf(own), label: { ko: " " } }, own)).toEqual({ label: {} });
  });

  test("read no faces at a workplace or in a school, and nothing switches that on again by itself", () => {
    const school = atKind(draft, "school");
    expect(school.emotion_reading).toBe(false);
    expect(atKind(school, "museum").emotion_reading).toBe(false);
    expect(atKind(draft, "museum").emotion_reading).toBe(true);
  });
});

describe("what the server would refuse is told before", () => {
  test("nothing of the usual", () => expect(wrongIn(draft)).toEqual([]));

  test.each([
    [typed({ idle_s: "9" }), ["idle_s"]],
    [typed({ child_age: "-1", visits_days: "" }), ["child_age", "visits_days"]],
    [typed({ codes_days: "100" }), ["codes_too_short"]],
    [{ ...draft, address: "garden.example" }, ["address"]],
    [{ ...draft, address: "https://garden.example/a?b" }, ["address"]],
    [{ ...draft, address: "https://garden.example/a" }, []],
    [{ ...draft, languages: [] }, ["languages"]],
  ])("case %#", (one, wrong) => expect(wrongIn(one)).toEqual(wrong));
});
