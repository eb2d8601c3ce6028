/** How long nobody has touched the screen, and when it begins anew. */

export const WARN_S = 15;

export interface Idle {
  isWarned: boolean; // the countdown is on the screen
  isOver: boolean;
  left_s: number;
}

/** `idle_s`: the place's; a short one warns for half of it. */
export function idleAt(now_ms: number, touched_ms: number, idle_s: number): Idle {
  const left_s = Math.max(0, Math.ceil(idle_s - (now_ms - touched_ms) / 1000));
  return { left_s, isOver: left_s === 0, isWarned: left_s <= Math.min(WARN_S, idle_s / 2) };
}
