import { beforeEach, describe, expect, test, vi } from "vitest";
import { aPicture } from "../../testing/samples";
import type { Journal } from "../api/journals";
import { entriesOf, neighbour } from "./entries";

const journal = { id: "j", version: 4 } as Journal;

describe("what can be looked at", () => {
  beforeEach(() => vi.stubGlobal("document", { baseURI: "http://here/studio/" }));

  test("is what is shown now, the original, and what was made of it", () => {
    const entries = entriesOf(aPicture({ id: "p" }), journal, [
      aPicture({ id: "new" }),
      aPicture({ id: "old" }),
    ]);
    expect(entries.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      "now j",
      "original p",
      "made new",
      "made old",
    ]);
    expect(entries[0]?.url).toBe("http://here/studio/api/journals/j/picture?v=4");
  });

  test("is walked through in a circle, also after one was deleted", () => {
    const entries = entriesOf(aPicture({ id: "p" }), journal, []);
    expect(neighbour(entries, "p", 1)?.id).toBe("j");
    expect(neighbour(entries, "j", -1)?.id).toBe("p");
    expect(neighbour(entries, "gone", 1)?.id).toBe("j");
  });
});
