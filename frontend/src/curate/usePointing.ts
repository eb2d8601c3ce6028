/** Wheel, drag, pinch and double click move the lens; a stroke to the side over the whole picture leads to the next. */
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef } from "react";
import { Pointers } from "../studio/canvas/pointers";
import { closer, type Lens, moved, toggledAt } from "./lens";

const WHEEL_STEP = 0.0015;
const SWIPE_PX = 48;

interface Wishes {
  readonly lens: Lens;
  onLens(change: (before: Lens) => Lens): void;
  onSwipe(step: -1 | 1): void;
}

export function usePointing(pane: RefObject<HTMLElement | null>, wishes: Wishes) {
  const latest = useRef(wishes);
  latest.current = wishes;
  useEffect(() => {
    const element = pane.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const at = shareOf(element, event);
      latest.current.onLens((lens) => closer(lens, at, Math.exp(-event.deltaY * WHEEL_STEP)));
    };
    element?.addEventListener("wheel", turn, { passive: false });
    return () => element?.removeEventListener("wheel", turn);
  }, [pane]);
  return useMemo(() => {
    const pointers = new Pointers();
    let down: { x: number; y: number; fingers: number } | null = null;
    const place = (event: PointerEvent) => ({ x: event.clientX, y: event.clientY });
    return {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.target instanceof Element && event.target.closest("button, a")) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = place(event);
        pointers.press({ ...at, id: event.pointerId, kind: event.pointerType, button: 0, space: true });
        down = down ? { ...down, fingers: 2 } : { ...at, fingers: 1 };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const before = pointers.where(event.pointerId);
        const to = place(event);
        const pinch = pointers.move(event.pointerId, to);
        const { width, height } = event.currentTarget.getBoundingClientRect();
        const { onLens } = latest.current;
        if (pinch) onLens((lens) => closer(lens, shareOf(pane.current, asClient(pinch.to)), pinch.factor));
        else if (before) onLens((lens) => moved(lens, (to.x - before.x) / width, (to.y - before.y) / height));
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        pointers.release(event.pointerId);
        const { lens, onSwipe } = latest.current;
        const dx = event.clientX - (down?.x ?? event.clientX);
        const dy = event.clientY - (down?.y ?? event.clientY);
        const isSwipe = down?.fingers === 1 && lens.scale === 1 && Math.abs(dx) > SWIPE_PX;
        down = null;
        if (isSwipe && Math.abs(dx) > 2 * Math.abs(dy)) onSwipe(dx < 0 ? 1 : -1);
      },
      onPointerCancel: (event: PointerEvent<HTMLElement>) => {
        pointers.release(event.pointerId);
        down = null;
      },
      onDoubleClick: (event: React.MouseEvent<HTMLElement>) => {
        const at = shareOf(pane.current, event);
        latest.current.onLens((lens) => toggledAt(lens, at));
      },
    };
  }, [pane]);
}

const asClient = ({ x, y }: { x: number; y: number }) => ({ clientX: x, clientY: y });

function shareOf(element: HTMLElement | null, { clientX, clientY }: { clientX: number; clientY: number }) {
  const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}
