/** Zoom and pan of the viewer: by wheel, pinch, double click, drag and keys. */
import { type PointerEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Pointers } from "../canvas/pointers";
import { centred, fitted, kept, panned, type View, zoomedAt } from "../canvas/view";
import { type Point, type Size, whole } from "../model/geometry";

const WHEEL_STEP = 0.0015;
const CLOSER = 4; // of a double click

export interface Lens {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly view: View;
  readonly percent: number;
  readonly isClose: boolean; // not just the whole picture in the window
  readonly canShrink: boolean;
  zoomBy(factor: number, at?: Point): void;
  showAll(): void;
  actualSize(): void;
  toggleAt(at: Point): void;
  readonly pointing: {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(event: PointerEvent<HTMLElement>): void;
    onPointerCancel(event: PointerEvent<HTMLElement>): void;
  };
}

export function useLens(picture: Size): Lens {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View | null>(null); // null: all of it
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  const all = fitted(whole(picture), size);
  const now = view ?? all;
  const change = useCallback(
    (after: (before: View) => View) =>
      setView((before) => {
        const all = fitted(whole(picture), size);
        const next = kept(after(before ?? all), picture, size);
        // A picture smaller than the window can be shown in its own size, too.
        const least = Math.min(all.zoom, 1 / devicePixelRatio);
        return next.zoom < least * 0.999 || (next.zoom <= all.zoom && least === all.zoom) ? null : next;
      }),
    [picture, size],
  );
  const middle = { x: size.width / 2, y: size.height / 2 };
  const zoomBy = (factor: number, at: Point = middle) => change((before) => zoomedAt(before, at, factor));
  useWatched(frame, setSize, change);
  const pointing = usePointing(change, picture, size);
  return {
    frame,
    view: now,
    percent: Math.round(now.zoom * devicePixelRatio * 100),
    isClose: view !== null,
    canShrink: now.zoom > Math.min(all.zoom, 1 / devicePixelRatio) * 1.001,
    zoomBy,
    showAll: () => setView(null),
    actualSize: () =>
      change((before) => {
        const place = { x: (middle.x - before.x) / before.zoom, y: (middle.y - before.y) / before.zoom };
        return centred({ ...place, width: 0, height: 0 }, 1 / devicePixelRatio, size);
      }),
    toggleAt: (at) => (view ? setView(null) : zoomBy(CLOSER, at)),
    pointing,
  };
}

function useWatched(
  frame: RefObject<HTMLDivElement | null>,
  setSize: (size: Size) => void,
  change: (after: (before: View) => View) => void,
): void {
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watcher = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [frame, setSize]);
  useEffect(() => {
    const element = frame.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const at = { x: event.offsetX, y: event.offsetY };
      change((before) => zoomedAt(before, at, Math.exp(-event.deltaY * WHEEL_STEP)));
    };
    element?.addEventListener("wheel", turn, { passive: false });
    return () => element?.removeEventListener("wheel", turn);
  }, [frame, change]);
}

function usePointing(
  change: (after: (before: View) => View) => void,
  picture: Size,
  size: Size,
): Lens["pointing"] {
  return useMemo(() => {
    const pointers = new Pointers();
    const place = (event: PointerEvent<HTMLElement>): Point => {
      const { left, top } = event.currentTarget.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const end = (event: PointerEvent<HTMLElement>) => pointers.release(event.pointerId);
    return {
      onPointerDown: (event) => {
        if (event.target instanceof HTMLInputElement) return; // the curtain
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.press({
          ...place(event),
          id: event.pointerId,
          kind: event.pointerType,
          button: 0,
          space: true,
        });
      },
      onPointerMove: (event) => {
        const before = pointers.where(event.pointerId);
        const to = place(event);
        const pinch = pointers.move(event.pointerId, to);
        if (pinch) {
          const { from, factor } = pinch;
          change((view) =>
            zoomedAt(panned(view, pinch.to.x - from.x, pinch.to.y - from.y, picture, size), pinch.to, factor),
          );
        } else if (before) change((view) => panned(view, to.x - before.x, to.y - before.y, picture, size));
      },
      onPointerUp: end,
      onPointerCancel: end,
    };
  }, [change, picture, size]);
}
