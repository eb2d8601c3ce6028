/** What the easel, its tools and the panels share about the window: the view, the pointer, what is being drawn. */
import { createContext, useContext } from "react";
import { type Cell, newCell } from "../model/cell";
import type { Box, Point, Size } from "../model/geometry";
import { emptyPlane, type Plane } from "../model/plane";
import { centred, fitted, kept, type View, zoomedAt } from "./view";

/** What a drag has drawn so far, over the sheet as it is. */
export interface Drag {
  readonly planes: Readonly<Partial<Record<"mask" | "drawn" | "erased" | "strengths", Plane>>>;
  readonly box?: Box | null;
  readonly outline?: readonly Point[]; // of a shape, in picture pixels
}

export interface EaselRoom {
  readonly view: Cell<View>;
  readonly size: Cell<Size>; // of the window, in CSS pixels
  readonly hover: Cell<Point | null>; // in picture pixels
  readonly drag: Cell<Drag | null>;
  readonly ratio: Cell<number | null>; // of the box, where it is locked
  readonly found: Cell<Plane>; // the lines that were detected or traced, at their place in the picture
  readonly line: Cell<number | null>; // the traced line that is chosen
  readonly isLooking: Cell<boolean>; // a click is being answered
  readonly before: Cell<boolean>; // the picture is shown without its steps, to compare
}

export const newRoom = (): EaselRoom => ({
  view: newCell<View>({ zoom: 1, x: 0, y: 0 }),
  size: newCell<Size>({ width: 1, height: 1 }),
  hover: newCell<Point | null>(null),
  drag: newCell<Drag | null>(null),
  ratio: newCell<number | null>(null),
  found: newCell(emptyPlane),
  line: newCell<number | null>(null),
  isLooking: newCell(false),
  before: newCell(false),
});

export const RoomContext = createContext<EaselRoom>(newRoom());
export const useRoom = (): EaselRoom => useContext(RoomContext);

export const showBox = (room: EaselRoom, box: Box): void => room.view.set(fitted(box, room.size.get()));

/** One pixel of the picture as one of the screen. */
export function actualSize(room: EaselRoom, picture: Size): void {
  const size = room.size.get();
  const view = room.view.get();
  const middle = { x: (size.width / 2 - view.x) / view.zoom, y: (size.height / 2 - view.y) / view.zoom };
  const zoom = 1 / devicePixelRatio;
  room.view.set(kept(centred({ ...middle, width: 0, height: 0 }, zoom, size), picture, size));
}

export function zoomBy(room: EaselRoom, factor: number, picture: Size, at?: Point): void {
  const size = room.size.get();
  const place = at ?? { x: size.width / 2, y: size.height / 2 };
  room.view.set(kept(zoomedAt(room.view.get(), place, factor), picture, size));
}
