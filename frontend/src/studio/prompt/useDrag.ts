/** Dragging the tokens of a list into another order, with mouse, pen and, after a moment's rest, a finger. */
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { goalOf } from "./keys";

export interface Drag {
  readonly from: number;
  readonly over: number;
  readonly isAfter: boolean; // its place is behind the middle of `over`
}

interface Press {
  readonly from: number;
  readonly x: number;
  readonly y: number;
  readonly pointer: number;
  readonly isFinger: boolean;
}

const SLACK_PX = 6;
const REST_MS = 300; // a finger that moves sooner scrolls the panel

/** Items of the list carry `data-place`. `drop(from, to)` is called once, when the token is let go elsewhere. */
export function useDrag(list: RefObject<HTMLElement | null>, drop: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const press = useRef<Press | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isDragging = useRef(false);

  const begin = ({ from, pointer }: Press) => {
    isDragging.current = true;
    list.current?.setPointerCapture(pointer);
    setDrag({ from, over: from, isAfter: false });
  };
  const end = () => {
    clearTimeout(rest.current);
    press.current = null;
    isDragging.current = false;
    setDrag(null);
  };
  useEffect(() => {
    const element = list.current;
    const hold = (event: Event) => isDragging.current && event.preventDefault(); // or the finger would scroll
    element?.addEventListener("touchmove", hold, { passive: false });
    return () => element?.removeEventListener("touchmove", hold);
  }, [list]);

  return {
    drag,
    onPointerDown: (event: PointerEvent) => {
      const from = placeOf(event.target as Element);
      if (event.button !== 0 || from === null) return;
      const { clientX: x, clientY: y, pointerId: pointer, pointerType } = event;
      const pressed = { from, x, y, pointer, isFinger: pointerType === "touch" };
      press.current = pressed;
      if (pressed.isFinger) rest.current = setTimeout(() => begin(pressed), REST_MS);
    },
    onPointerMove: (event: PointerEvent) => {
      const pressed = press.current;
      if (!pressed) return;
      const over = isDragging.current ? itemAt(event) : null;
      if (isDragging.current) return setDrag((now) => now && { ...now, ...over });
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK_PX) return;
      if (pressed.isFinger) end();
      else begin(pressed);
    },
    onPointerUp: () => {
      const to = drag && goalOf(drag.from, drag.over, drag.isAfter);
      if (drag && to !== null && to !== drag.from) drop(drag.from, to);
      end();
    },
    onPointerCancel: end,
  };
}

const placeOf = (element: Element | null): number | null => {
  const place = element?.closest<HTMLElement>("[data-place]")?.dataset.place;
  return place === undefined ? null : Number(place);
};

/** Over which token the pointer is; null between them, where the last one still counts. */
function itemAt({ clientX, clientY, currentTarget }: PointerEvent): Pick<Drag, "over" | "isAfter"> | null {
  const item = document.elementFromPoint(clientX, clientY)?.closest("[data-place]") ?? null;
  const over = placeOf(item);
  if (!item || over === null || !currentTarget.contains(item)) return null;
  const { left, width } = item.getBoundingClientRect();
  return { over, isAfter: clientX > left + width / 2 };
}
