/** How close one looks, the same in every pane: shares of the pane, so that pictures of several sizes go together. */
export interface Lens {
  readonly scale: number; // 1: the whole picture
  readonly x: number; // by how much the picture is moved, in widths of the pane
  readonly y: number;
}

export const wholeLens: Lens = { scale: 1, x: 0, y: 0 };
const MOST = 16;

const held = ({ scale, x, y }: Lens): Lens => {
  const hold = (at: number) => Math.min(0, Math.max(1 - scale, at));
  return scale <= 1 ? wholeLens : { scale, x: hold(x), y: hold(y) };
};

/** Closer or farther around a point of the pane (0..1), which keeps what it shows. */
export function closer(lens: Lens, at: { x: number; y: number }, factor: number): Lens {
  const scale = Math.min(MOST, Math.max(1, lens.scale * factor));
  const share = scale / lens.scale;
  return held({ scale, x: at.x - (at.x - lens.x) * share, y: at.y - (at.y - lens.y) * share });
}

/** Moved by shares of the pane, never beyond the picture's edge. */
export const moved = (lens: Lens, dx: number, dy: number): Lens =>
  held({ ...lens, x: lens.x + dx, y: lens.y + dy });

const CLOSE = 3;

/** A double click looks closely there, and another one at all of it. */
export const toggledAt = (lens: Lens, at: { x: number; y: number }): Lens =>
  lens.scale > 1 ? wholeLens : closer(lens, at, CLOSE);
