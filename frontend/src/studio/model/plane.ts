/**
 * A sheet of grey values 0..255 in picture pixels, kept as the few tiles that are not all zero. Planes are values: an
 * edit gives a new plane that shares its untouched tiles, so that hundreds of steps back cost only what was painted,
 * and a 48-megapixel picture with a small mask costs as little as a small one.
 */
import { type Box, boxOver, crossing } from "./geometry";

export const TILE_PX = 256;
const TILES_ACROSS = 256; // 65,536 pixels: the largest side that is taken in

export interface Plane {
  readonly tiles: ReadonlyMap<number, Uint8Array>;
}

export const emptyPlane: Plane = { tiles: new Map() };

export const isEmpty = (plane: Plane): boolean => plane.tiles.size === 0;

const keyOf = (tileX: number, tileY: number): number => tileY * TILES_ACROSS + tileX;
const cornerOf = (key: number) => ({
  x: (key % TILES_ACROSS) * TILE_PX,
  y: Math.floor(key / TILES_ACROSS) * TILE_PX,
});
const tileBox = (key: number): Box => ({ ...cornerOf(key), width: TILE_PX, height: TILE_PX });

/** The tile that holds a pixel, or undefined where all is zero. */
export const tileAt = (plane: Plane, x: number, y: number): Uint8Array | undefined =>
  plane.tiles.get(keyOf(Math.floor(x / TILE_PX), Math.floor(y / TILE_PX)));

/** Where a pixel lies within its tile. */
export const placeInTile = (x: number, y: number): number => (y % TILE_PX) * TILE_PX + (x % TILE_PX);

/** The value of the pixel (x, y), whole numbers that are not negative. */
export const valueAt = (plane: Plane, x: number, y: number): number =>
  tileAt(plane, x, y)?.[placeInTile(x, y)] ?? 0;

/** A plane being changed: tiles are copied when they are first written. It can be read as a plane meanwhile. */
export class PlaneEdit implements Plane {
  readonly tiles: Map<number, Uint8Array>;
  private readonly fresh = new Set<number>();

  constructor(readonly from: Plane) {
    this.tiles = new Map(from.tiles);
  }

  /** The tile at these tile coordinates, to write into. */
  tile(tileX: number, tileY: number): Uint8Array {
    const key = keyOf(tileX, tileY);
    const present = this.tiles.get(key);
    if (present && this.fresh.has(key)) return present;
    const tile = present?.slice() ?? new Uint8Array(TILE_PX * TILE_PX);
    this.tiles.set(key, tile);
    this.fresh.add(key);
    return tile;
  }

  /** The tile before the edit, or undefined where all was zero. */
  before(tileX: number, tileY: number): Uint8Array | undefined {
    return this.from.tiles.get(keyOf(tileX, tileY));
  }

  /** The plane as it stands at the end; tiles that became all zero are dropped. Nothing may be written after this. */
  done(): Plane {
    if (this.fresh.size === 0) return this.from;
    for (const key of this.fresh) {
      if (this.tiles.get(key)?.every((value) => value === 0)) this.tiles.delete(key);
    }
    return { tiles: this.tiles };
  }
}

/** Calls `each` with every run of pixels of `box` that lies in one row of one tile: tile coordinates, place, row start. */
function overRows(
  box: Box,
  each: (tileX: number, tileY: number, place: number, x: number, y: number, length: number) => void,
) {
  const right = box.x + box.width;
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < right; ) {
      const tileX = Math.floor(x / TILE_PX);
      const end = Math.min(right, (tileX + 1) * TILE_PX);
      each(tileX, Math.floor(y / TILE_PX), placeInTile(x, y), x, y, end - x);
      x = end;
    }
  }
}

/** The values of a box, row by row. */
export function readBox(plane: Plane, box: Box): Uint8Array {
  const values = new Uint8Array(box.width * box.height);
  overRows(box, (tileX, tileY, place, x, y, length) => {
    const tile = plane.tiles.get(keyOf(tileX, tileY));
    if (tile) values.set(tile.subarray(place, place + length), (y - box.y) * box.width + (x - box.x));
  });
  return values;
}

/** The plane with the values of a box replaced, or joined with what is there by `join(old, given)`. */
export function writeBox(
  plane: Plane,
  box: Box,
  values: Uint8Array,
  join?: (old: number, given: number) => number,
): Plane {
  const edit = new PlaneEdit(plane);
  overRows(box, (tileX, tileY, place, x, y, length) => {
    const tile = edit.tile(tileX, tileY);
    const from = (y - box.y) * box.width + (x - box.x);
    if (!join) tile.set(values.subarray(from, from + length), place);
    else {
      for (let i = 0; i < length; i++)
        tile[place + i] = join(tile[place + i] as number, values[from + i] as number);
    }
  });
  return edit.done();
}

/** The plane with one value all over a box. */
export function fillBox(plane: Plane, box: Box, value: number): Plane {
  const edit = new PlaneEdit(plane);
  overRows(box, (tileX, tileY, place, _x, _y, length) =>
    edit.tile(tileX, tileY).fill(value, place, place + length),
  );
  return edit.done();
}

/** The plane with every value of a box turned over: 255 becomes 0. */
export function invertBox(plane: Plane, box: Box): Plane {
  return writeBox(plane, box, new Uint8Array(box.width * box.height), (old) => 255 - old);
}

/** Two planes joined pixel by pixel where `other` is not zero. */
export function joinPlanes(plane: Plane, other: Plane, join: (old: number, given: number) => number): Plane {
  const edit = new PlaneEdit(plane);
  for (const [key, given] of other.tiles) {
    const tile = edit.tile(key % TILES_ACROSS, Math.floor(key / TILES_ACROSS));
    for (let i = 0; i < given.length; i++) {
      const value = given[i] as number;
      if (value !== 0) tile[i] = join(tile[i] as number, value);
    }
  }
  return edit.done();
}

/** The smallest box around all that is not zero, or null. `within` leaves out what lies beyond it. */
export function boundsOf(plane: Plane, within?: Box): Box | null {
  let found: Box | null = null;
  for (const [key, tile] of plane.tiles) {
    const place = within ? crossing(tileBox(key), within) : tileBox(key);
    const inner = place && contentOf(tile, key, place);
    if (inner) found = found ? boxOver(found, inner) : inner;
  }
  return found;
}

function contentOf(tile: Uint8Array, key: number, place: Box): Box | null {
  const corner = cornerOf(key);
  let [left, top, right, bottom] = [TILE_PX, TILE_PX, -1, -1];
  for (let y = place.y - corner.y; y < place.y - corner.y + place.height; y++) {
    for (let x = place.x - corner.x; x < place.x - corner.x + place.width; x++) {
      if (tile[y * TILE_PX + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return null;
  return {
    x: corner.x + left,
    y: corner.y + top,
    width: right - left + 1,
    height: bottom - top + 1,
  };
}
