import { describe, expect, test } from "vitest";
import { type Draft, draftOf, leftOf, newDraft, policiesOf, wrongIn } from "./policies";

const usual = draftOf({ name: "default", settings: {}, share: 0.7 });
const other = draftOf({ name: "bold", settings: { exploration: 0.9, diversity: null }, share: 0.3 });
const typed = (changes: Partial<Draft>): readonly Draft[] => [usual, { ...other, ...changes }];

describe("policies", () => {
  test("are sent as they are read; what is left empty is as usual", () => {
    expect(policiesOf([usual, other])).toEqual([
      { name: "default", settings: {}, share: 0 },
      { name: "bold", settings: { exploration: 0.9 }, share: 0.3 },
    ]);
    expect(leftOf([usual, other])).toBe(70);
  });

  test.each([
    [typed({}), null],
    [typed({ percent: "100.5" }), "number"],
    [typed({ percent: "" }), "number"],
    [typed({ name: "Bold" }), "name"],
    [typed({ name: "default" }), "twice"],
    [typed({ dials: { ...other.dials, context_weight: "4.1" } }), "number"],
    [[...typed({ percent: "95" }), newDraft(typed({}))], "sum"],
  ])("case %#", (drafts, wrong) => expect(wrongIn(drafts)).toBe(wrong));
});
