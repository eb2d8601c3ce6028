import { describe, expect, test } from "vitest";
import { opened, withOpened, withoutOpened } from "./opened";

function storage(first?: string) {
  let kept = first ?? null;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

describe("the open pictures", () => {
  test("are each there once, in the order in which they were opened", () => {
    expect(withOpened(["a", "b"], ["b", "c"])).toEqual(["a", "b", "c"]);
    expect(withoutOpened(["a", "b"], "a")).toEqual(["b"]);
  });

  test("are not without end", () => {
    const many = Array.from({ length: 30 }, (_, index) => String(index));
    expect(withOpened([], many)).toHaveLength(24);
    expect(withOpened([], many).at(-1)).toBe("29");
  });

  test("are there again after a reload", () => {
    const kept = storage();
    opened(kept).set(["a", "b"]);
    expect(opened(kept).get()).toEqual(["a", "b"]);
  });

  test("are none where the browser holds nonsense", () => {
    expect(opened(storage("{")).get()).toEqual([]);
    expect(opened(storage('{"a": 1}')).get()).toEqual([]);
  });
});
