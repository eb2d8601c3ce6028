import { describe, expect, test } from "vitest";
import { type Around, partsOf, Renewal } from "./renewal";

const page = (...parts: string[]): string =>
  `<html><head>${parts
    .map((part) =>
      part.endsWith(".css")
        ? `<link rel="stylesheet" crossorigin href="./assets/${part}">`
        : `<script type="module" crossorigin src="./assets/${part}"></script>`,
    )
    .join("")}</head></html>`;
const OLD = page("display-1.js", "display-1.css");
const NEW = page("display-2.js", "display-1.css");

/** A server that gives these pages, each of whose parts is there but for the missing ones, and a browser. */
function world(html: { now: string }, missing: readonly string[] = [], keeps = true) {
  let tried: readonly string[] = [];
  const seen = { reloads: 0 };
  const around: Around = {
    fetch: async (path) => {
      if (missing.some((part) => path.endsWith(part))) throw new Error("404");
      return path === "display" ? html.now : "";
    },
    tried: () => tried,
    remember: (named) => {
      if (keeps) tried = named;
      return keeps;
    },
    reload: () => {
      seen.reloads += 1;
    },
  };
  return { seen, begun: (own: string) => new Renewal(partsOf(own), "display", around) };
}

test("a page is known by its parts, in whatever order they stand", () => {
  expect(partsOf(page("b-1.js", "a-2.css"))).toEqual(["./assets/a-2.css", "./assets/b-1.js"]);
  expect(partsOf("<html><a href='x'>Please log in</a></html>")).toEqual([]);
});

describe("a page that runs", () => {
  test("stays where the server has the same, nothing of ours, or a newer one that is not whole", async () => {
    for (const [html, missing] of [
      [OLD, []],
      ["<p>Please log in to the network</p>", []],
      [NEW, ["display-2.js"]],
      [NEW, ["display"]],
    ] as const) {
      const { seen, begun } = world({ now: html }, missing);
      const renewal = begun(OLD);
      await renewal.look();
      renewal.take();
      expect([renewal.isReady, seen.reloads]).toEqual([false, 0]);
    }
  });

  test("takes a newer one when it is told to, and not before", async () => {
    const { seen, begun } = world({ now: NEW });
    const renewal = begun(OLD);
    renewal.take();
    await renewal.look();
    expect([renewal.isReady, seen.reloads]).toEqual([true, 0]);
    renewal.take();
    renewal.take();
    expect(seen.reloads).toBe(1);
  });

  test("has what it found also while it looks again", async () => {
    const { seen, begun } = world({ now: NEW });
    const renewal = begun(OLD);
    await renewal.look();
    const again = renewal.look();
    expect(renewal.isReady).toBe(true);
    renewal.take();
    await again; // which finds the same
    renewal.take();
    expect(seen.reloads).toBe(1);
  });

  test("tries each page once, though it is given the old one every time", async () => {
    const html = { now: NEW };
    const { seen, begun } = world(html);
    for (let start = 0; start < 5; start += 1) {
      const renewal = begun(OLD);
      await renewal.look();
      renewal.take();
    }
    expect(seen.reloads).toBe(1);
    html.now = page("display-3.js");
    const renewal = begun(OLD);
    await renewal.look();
    renewal.take();
    expect(seen.reloads).toBe(2);
  });

  test("stays where nobody would remember that it was tried", async () => {
    const { seen, begun } = world({ now: NEW }, [], false);
    const renewal = begun(OLD);
    await renewal.look();
    renewal.take();
    expect(seen.reloads).toBe(0);
  });

  test("forgets a newer one that went away again", async () => {
    const html = { now: NEW };
    const renewal = world(html).begun(OLD);
    await renewal.look();
    html.now = OLD;
    await renewal.look();
    expect(renewal.isReady).toBe(false);
  });
});
