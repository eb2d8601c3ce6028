/** Which part of the picture is seen, and how large: `screen = picture * zoom + (x, y)`, in CSS pixels. */
import type { Box, Point, Size } from "../model/geometry";

export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const LEAST_ZOOM = 0.02;
export const MOST_ZOOM = 32;
const MARGIN_PX = 16; // around a picture that is shown whole

const held = (zoom: number): number => Math.min(Math.max(zoom, LEAST_ZOOM), MOST_ZOOM);

export const toPicture = ({ zoom, x, y }: View, at: Point): Point => ({
  x: (at.x - x) / zoom,
  y: (at.y - y) / zoom,
});

export const toScreen = ({ zoom, x, y }: View, at: Point): Point => ({
  x: at.x * zoom + x,
  y: at.y * zoom + y,
});

/** A box of the picture as large as the window allows, in its middle. */
export function fitted(box: Box, room: Size): View {
  const across = Math.max(1, room.width - 2 * MARGIN_PX) / box.width;
  const down = Math.max(1, room.height - 2 * MARGIN_PX) / box.height;
  return centred(box, held(Math.min(across, down)), room);
}

/** A box of the picture in the middle of the window at a zoom. */
export const centred = (box: Box, zoom: number, room: Size): View => ({
  zoom,
  x: room.width / 2 - (box.x + box.width / 2) * zoom,
  y: room.height / 2 - (box.y + box.height / 2) * zoom,
});

/** Larger or smaller around a place on the screen, which keeps what it shows. */
export function zoomedAt(view: View, at: Point, factor: number): View {
  const zoom = held(view.zoom * factor);
  const share = zoom / view.zoom;
  return { zoom, x: at.x - (at.x - view.x) * share, y: at.y - (at.y - view.y) * share };
}

/** Moved by CSS pixels, but never so far that the picture is lost from sight. */
export function panned(view: View, dx: number, dy: number, picture: Size, room: Size): View {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, picture, room);
}

const VISIBLE_PX = 48; // of the picture, at the least

export function kept(view: View, picture: Size, room: Size): View {
  const hold = (at: number, length: number, space: number) =>
    Math.min(Math.max(at, VISIBLE_PX - length * view.zoom), space - VISIBLE_PX);
  return {
    ...view,
    x: hold(view.x, picture.width, room.width),
    y: hold(view.y, picture.height, room.height),
  };
}
