import { describe, expect, test } from "vitest";
import { newStore } from "./model/store";
import { actOf, doStudioAct, keyName, STANDARD_KEYS, STUDIO_ACTS } from "./shortcuts";

const pressed = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

describe("the keys of the studio", () => {
  test("are all different", () => {
    expect(new Set(Object.values(STANDARD_KEYS)).size).toBe(STUDIO_ACTS.length);
  });

  test("are named alike on every keyboard", () => {
    expect(keyName(pressed("z", { metaKey: true }))).toBe("Ctrl+Z");
    expect(keyName(pressed("Z", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+Z");
    expect(keyName(pressed("{", { shiftKey: true }))).toBe("Shift+[");
    expect(keyName(pressed("+", { shiftKey: true }))).toBe("+");
    expect(keyName(pressed("="))).toBe("+");
  });

  test("mean what they say, and nothing else", () => {
    expect(actOf(pressed("b"))).toBe("tool.brush");
    expect(actOf(pressed("Enter", { ctrlKey: true }))).toBe("execute");
    expect(actOf(pressed("y", { ctrlKey: true }))).toBe("redo");
    expect(actOf(pressed("b", { ctrlKey: true }))).toBeNull();
  });

  test("can be other ones", () => {
    const own = { "tool.brush": "Q" };
    expect(actOf(pressed("q"), own)).toBe("tool.brush");
    expect(actOf(pressed("b"), own)).toBeNull();
  });

  test("change the brush in hand by a fifth, at least by a pixel", () => {
    const store = newStore();
    doStudioAct("larger", store);
    expect(store.get().brushes.brush.size_px).toBe(48);
    doStudioAct("tool.pencil", store);
    doStudioAct("larger", store);
    expect(store.get().brushes.pencil.size_px).toBe(3);
    for (let times = 0; times < 9; times++) doStudioAct("smaller", store);
    expect(store.get().brushes.pencil.size_px).toBe(1);
  });
});
