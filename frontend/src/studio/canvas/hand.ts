/** Pointers, wheel and keys on the easel, turned into strokes, drags and moves of the view. */
import {
  type KeyboardEvent as ReactKeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
} from "react";
import type { Picture } from "../../api/types";
import { boxInForce } from "../model/boxes";
import type { Dab } from "../model/brush";
import type { Box, Point } from "../model/geometry";
import type { Sheet } from "../model/sheet";
import { type Store, useStore } from "../model/store";
import { sheetOf, type Tool } from "../model/studio";
import { useClicks } from "../tools/clicks";
import { beginDrag, type ToolDrag } from "./drags";
import { pressKey } from "./keys";
import { Pointers } from "./pointers";
import { type EaselRoom, useRoom, zoomBy } from "./room";
import type { Ink } from "./useInk";
import { kept, panned, toPicture, zoomedAt } from "./view";

const WHEEL_STEP = 0.0015; // of zoom, for each pixel the wheel turns
const HANDLE_REACH_PX = 12;
const MASKING: readonly Tool[] = ["brush", "eraser", "lasso", "rectangle", "ellipse", "select", "strength"];
const ERASER_BUTTON = 5; // the other end of a pen

export function useHand(frame: RefObject<HTMLDivElement | null>, picture: Picture, ink: Ink) {
  const store = useStore();
  const room = useRoom();
  const clicks = useClicks(picture);
  const current = useRef(clicks);
  current.current = clicks;
  const hand = useMemo(
    () => new Hand(store, room, picture, ink, (at, event) => current.current(at, event)),
    [store, room, picture, ink],
  );
  useEffect(() => {
    const element = frame.current;
    const turn = (event: WheelEvent) => hand.wheel(event);
    const hold = (event: KeyboardEvent) => hand.hold(event, event.type === "keydown");
    element?.addEventListener("wheel", turn, { passive: false });
    addEventListener("keydown", hold);
    addEventListener("keyup", hold);
    return () => {
      element?.removeEventListener("wheel", turn);
      removeEventListener("keydown", hold);
      removeEventListener("keyup", hold);
    };
  }, [frame, hand]);
  return {
    onPointerDown: hand.press,
    onPointerMove: hand.move,
    onPointerUp: hand.release,
    onPointerCancel: hand.cancel,
    onPointerLeave: hand.leave,
    onKeyDown: hand.key,
  };
}

type Click = (at: Point, event: { readonly takesAway: boolean }) => void;
type Pointed = ReactPointerEvent<HTMLElement>;

class Hand {
  private readonly pointers = new Pointers();
  private drag: ToolDrag | null = null;
  private dragId = -1;
  private panFrom: Point | null = null;
  private spaceIsHeld = false;

  constructor(
    private readonly store: Store,
    private readonly room: EaselRoom,
    private readonly picture: Picture,
    private readonly ink: Ink,
    private readonly click: Click,
  ) {}

  press = (event: Pointed): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = onFrame(event);
    const isHand = this.store.get().tool === "hand";
    const space = this.spaceIsHeld || isHand;
    const button = event.button === ERASER_BUTTON ? 0 : event.button;
    const touch = { ...at, id: event.pointerId, kind: event.pointerType, button, space };
    const meaning = this.pointers.press(touch);
    if (meaning === "pinch") this.drop();
    this.panFrom = meaning === "pan" ? at : null;
    if (meaning === "draw") this.begin(event);
  };

  move = (event: Pointed): void => {
    const at = onFrame(event);
    this.room.hover.set(event.pointerType === "touch" ? null : this.place(at));
    const pinch = this.pointers.move(event.pointerId, at);
    if (pinch) this.pinch(pinch);
    else if (this.drag && event.pointerId === this.dragId) this.go(event);
    else if (this.panFrom && this.pointers.count === 1) {
      this.pan(at.x - this.panFrom.x, at.y - this.panFrom.y);
      this.panFrom = at;
    }
  };

  release = (event: Pointed): void => {
    this.pointers.release(event.pointerId);
    this.panFrom = null;
    if (!this.drag || event.pointerId !== this.dragId) return;
    const ended = this.drag.end();
    if (!ended || ended.unseen === "all") this.drop();
    else this.settle(ended.unseen, ended.sheet);
    if (ended) this.store.tell({ type: "act", sheet: ended.sheet });
  };

  cancel = (event: Pointed): void => {
    this.pointers.release(event.pointerId);
    this.panFrom = null;
    this.drop();
  };

  leave = (): void => this.room.hover.set(null);

  key = (event: ReactKeyboardEvent): void => {
    if (pressKey(event, this.store, this.room, this.picture)) event.preventDefault();
  };

  hold(event: KeyboardEvent, isDown: boolean): void {
    if (event.key === " ") this.spaceIsHeld = isDown;
    if (event.key === "Escape" && isDown) this.drop();
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const size = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey) this.pan(-event.deltaY * size, -event.deltaX * size);
    else zoomBy(this.room, Math.exp(-event.deltaY * size * WHEEL_STEP), this.picture, onFrame(event));
  }

  private begin(event: Pointed): void {
    const studio = this.store.get();
    if (studio.phase.at === "sending") return;
    const tool: Tool = event.button === ERASER_BUTTON ? "eraser" : studio.tool;
    const { zoom } = this.room.view.get();
    this.drag = beginDrag(tool, this.dab(event), {
      studio,
      extent: this.picture,
      ratio: this.room.ratio.get(),
      reach_px: HANDLE_REACH_PX / zoom,
      takesAway: event.altKey,
      boxInForce: boxInForce(sheetOf(studio), this.picture),
    });
    this.dragId = event.pointerId;
    if (MASKING.includes(tool) && !studio.layers.mask.visible)
      this.store.tell({ type: "layer", layer: "mask", look: { visible: true } });
    if (this.drag) this.show(true);
    else this.click(this.place(onFrame(event)), { takesAway: event.altKey });
  }

  private go(event: Pointed): void {
    const events = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const one of events.length > 0 ? events : [event.nativeEvent]) {
      const box = this.drag?.to(this.dab(one, event.currentTarget)) ?? null;
      if (box) this.ink.changed(box);
    }
    this.show(false);
  }

  private show(isFirst: boolean): void {
    const shown = this.drag?.shown() ?? null;
    if (isFirst || shown?.outline || shown?.box !== undefined) this.room.drag.set(shown);
    if (isFirst && this.drag?.began) this.ink.changed(this.drag.began);
  }

  /** The drag is over, and all but `unseen` of what it did is on the canvas already. */
  private settle(unseen: Box | null, { mask, drawn, erased, strengths }: Partial<Sheet>): void {
    this.drag = null;
    this.room.drag.set(null);
    this.ink.seen([mask, drawn, erased, strengths].filter((plane) => plane !== undefined));
    if (unseen) this.ink.changed(unseen);
  }

  private drop(): void {
    if (!this.drag) return;
    this.drag = null;
    this.room.drag.set(null);
    this.ink.changed(null);
  }

  private pinch({ from, to, factor }: { from: Point; to: Point; factor: number }): void {
    const { view, size } = this.room;
    const moved = panned(view.get(), to.x - from.x, to.y - from.y, this.picture, size.get());
    view.set(kept(zoomedAt(moved, to, factor), this.picture, size.get()));
  }

  private pan(dx: number, dy: number): void {
    const { view, size } = this.room;
    view.set(panned(view.get(), dx, dy, this.picture, size.get()));
  }

  private place(at: Point): Point {
    return toPicture(this.room.view.get(), at);
  }

  private dab(event: Pointed | PointerEvent, frame: Element = event.currentTarget as Element): Dab {
    const at = this.place(onFrame(event, frame));
    return { ...at, pressure: event.pointerType === "pen" ? event.pressure : 1 };
  }
}

function onFrame(
  event: { clientX: number; clientY: number; currentTarget: EventTarget | null },
  frame?: Element,
): Point {
  const { left, top } = (frame ?? (event.currentTarget as Element)).getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
