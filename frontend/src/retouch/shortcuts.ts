/** The keys of the desk; none works while a text is being written, but Execute does everywhere. */
import { type Dispatch, useEffect } from "react";
import type { Action, Tool } from "./state";

const TOOLS: Readonly<Record<string, Tool>> = { b: "brush", e: "eraser", r: "box", h: "hand" };

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">;

/** What a key asks for, or null. */
export function wishOf({ key, ctrlKey, metaKey, shiftKey }: Pressed): Action | "execute" | null {
  const letter = key.toLowerCase();
  if (ctrlKey || metaKey) {
    if (key === "Enter") return "execute";
    if (letter === "z") return { type: shiftKey ? "redo" : "undo" };
    return letter === "y" ? { type: "redo" } : null;
  }
  const tool = TOOLS[letter];
  return tool ? { type: "take", tool } : null;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=range]), textarea, select");

export function useShortcuts(tell: Dispatch<Action>, execute: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const wish = wishOf(event);
      if (wish === null || (wish !== "execute" && isWriting(event.target))) return;
      event.preventDefault();
      if (wish === "execute") execute();
      else tell(wish);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [tell, execute]);
}
