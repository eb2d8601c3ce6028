/**
 * What the pointers on the easel mean: one draws, two zoom and move. Once a pen has been used, fingers and palms no longer
 * draw; they only move the picture.
 */
import type { Point } from "../model/geometry";

export interface Touch extends Point {
  readonly id: number;
  readonly kind: string; // mouse, pen, touch
  readonly button: number;
  readonly space: boolean; // the space bar is held: the hand's turn
}

export type Meaning = "draw" | "pan" | "pinch" | "none";

export interface Pinch {
  readonly from: Point; // the middle between the two fingers before ...
  readonly to: Point; // ... and now
  readonly factor: number;
}

export class Pointers {
  private readonly down = new Map<number, Point>();
  private penWasSeen = false;

  /** A pointer comes down; what the pointers that are down mean from now on. */
  press(touch: Touch): Meaning {
    if (touch.kind === "pen") this.penWasSeen = true;
    if (touch.kind !== "touch") this.down.clear();
    this.down.set(touch.id, touch);
    if (this.down.size > 2) return "none";
    if (this.down.size === 2) return "pinch";
    if (touch.button === 1 || touch.space) return "pan";
    if (touch.button !== 0) return "none";
    return touch.kind === "touch" && this.penWasSeen ? "pan" : "draw";
  }

  /** A pointer moves; with two down, by how much they moved and grew apart together. */
  move(id: number, to: Point): Pinch | null {
    const before = [...this.down.values()];
    if (!this.down.has(id)) return null;
    this.down.set(id, to);
    const after = [...this.down.values()];
    const [a, b] = before;
    const [c, d] = after;
    if (!a || !b || !c || !d) return null;
    return { from: middle(a, b), to: middle(c, d), factor: apart(c, d) / Math.max(1, apart(a, b)) };
  }

  release(id: number): void {
    this.down.delete(id);
  }

  get count(): number {
    return this.down.size;
  }

  where(id: number): Point | undefined {
    return this.down.get(id);
  }
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
