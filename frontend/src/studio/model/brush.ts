/**
 * Strokes put on a plane in picture pixels. Nothing here knows of zoom or screens: the same points give the same
 * pixels, whatever they were drawn on.
 */
import { type Box, boxOver, type Point, type Size } from "./geometry";
import { type Plane, PlaneEdit, TILE_PX } from "./plane";

/** A place that the pointer went through. */
export interface Dab extends Point {
  readonly pressure: number; // 0..1, 1 for what has none
}

/** How a stroke paints. */
export interface Paint {
  readonly size_px: number; // the diameter at which half of the paint covers
  readonly hardness: number; // 0..100: 100 is a sharp edge
  readonly flow: number; // 1..100: below 100 paint adds up where the stroke goes over itself
  readonly value: number; // 0..255, what full paint leaves: 255 paints, 0 erases
  readonly byPressure: boolean;
}

const LEAST_PRESSURE_SIZE = 0.15; // of the size, for a pen that hardly touches
const DABS_PER_RADIUS = 4;
const STOPS_PER_RADIUS = 16;
const FULL = 255;

/** One stroke in progress. `plane` shows it at every moment; `done` gives the result. */
export class Stroke {
  private readonly edit: PlaneEdit;
  private readonly covered = new Map<Uint8Array, Uint8Array>(); // by the tile that is written
  private last: Dab | null = null;
  private skipped: Dab | null = null; // the place that the pointer is at, too near to the last one to be drawn
  private walked_px = 0; // since the last dab of a flowing stroke

  constructor(
    plane: Plane,
    private readonly paint: Paint,
    private readonly extent: Size,
  ) {
    this.edit = new PlaneEdit(plane);
  }

  get plane(): Plane {
    return this.edit;
  }

  /** Go on to a place; the box of the pixels that may have changed, or null. */
  to(dab: Dab): Box | null {
    this.skipped = this.isNear(dab) ? dab : null;
    return this.skipped ? null : this.go(dab);
  }

  /** A wide brush need not stop at every pixel of its way: it would cover the same pixels again and again. */
  private isNear(dab: Dab): boolean {
    const { last } = this;
    return last !== null && Math.hypot(dab.x - last.x, dab.y - last.y) < this.radius(dab) / STOPS_PER_RADIUS;
  }

  private go(dab: Dab): Box | null {
    const from = this.last ?? dab;
    this.last = dab;
    if (this.paint.flow >= 100) return this.cover(from, dab, 1, Math.max);
    return this.flowing(from, dab);
  }

  /** Go to where the pointer was last; the box of the pixels that may have changed, or null. */
  finish(): Box | null {
    const { skipped } = this;
    this.skipped = null;
    return skipped && this.go(skipped);
  }

  done(): Plane {
    this.finish();
    return this.edit.done();
  }

  private radius(dab: Dab): number {
    const { size_px, byPressure } = this.paint;
    const share = byPressure ? LEAST_PRESSURE_SIZE + (1 - LEAST_PRESSURE_SIZE) * dab.pressure : 1;
    return Math.max(0.5, (size_px * share) / 2);
  }

  private flowing(from: Dab, to: Dab): Box | null {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const step = Math.max(0.5, this.radius(to) / DABS_PER_RADIUS);
    const isFirst = from === to;
    let at = isFirst ? 0 : step - this.walked_px;
    let changed: Box | null = null;
    const add = (old: number, given: number) => old + ((FULL - old) * given) / FULL;
    for (; at <= length; at += step) {
      const share = length === 0 ? 0 : at / length;
      const place = between(from, to, share);
      changed = joined(changed, this.cover(place, place, this.paint.flow / 100, add));
    }
    this.walked_px = isFirst ? 0 : length - (at - step);
    return changed;
  }

  /** Cover the capsule between two places, by `most` of full paint. */
  private cover(from: Dab, to: Dab, most: number, join: (old: number, given: number) => number): Box | null {
    const profile = new Profile(this.radius(from), this.radius(to), this.paint.hardness, most * FULL);
    const box = this.reached(from, to, profile.outer);
    if (!box) return null;
    const way = new Way(from, to);
    for (let tileY = Math.floor(box.y / TILE_PX); tileY * TILE_PX < box.y + box.height; tileY++) {
      for (let tileX = Math.floor(box.x / TILE_PX); tileX * TILE_PX < box.x + box.width; tileX++) {
        this.coverTile(tileX, tileY, box, way, profile, join);
      }
    }
    return box;
  }

  private coverTile(
    tileX: number,
    tileY: number,
    box: Box,
    way: Way,
    profile: Profile,
    join: (old: number, given: number) => number,
  ) {
    const tile = this.edit.tile(tileX, tileY);
    const before = this.edit.before(tileX, tileY);
    const covered = this.coverOf(tile);
    const [left, top] = [tileX * TILE_PX, tileY * TILE_PX];
    const right = Math.min(box.x + box.width, left + TILE_PX);
    const bottom = Math.min(box.y + box.height, top + TILE_PX);
    const { value } = this.paint;
    const full = Math.round(profile.most);
    for (let y = Math.max(box.y, top); y < bottom; y++) {
      const [from, to] = way.columns(y + 0.5, profile.outer, Math.max(box.x, left), right);
      for (let x = from; x < to; x++) {
        const place = (y - top) * TILE_PX + (x - left);
        const old = covered[place] as number;
        if (old >= full && full === FULL) continue; // most of a wide stroke: nothing is added there
        const given = profile.at(way.distance2(x + 0.5, y + 0.5), way.share);
        if (given === 0) continue;
        const cover = Math.round(join(old, given));
        if (cover === old) continue;
        covered[place] = cover;
        const under = before?.[place] ?? 0;
        tile[place] = Math.round(under + ((value - under) * cover) / FULL);
      }
    }
  }

  private coverOf(tile: Uint8Array): Uint8Array {
    const known = this.covered.get(tile);
    if (known) return known;
    const cover = new Uint8Array(TILE_PX * TILE_PX);
    this.covered.set(tile, cover);
    return cover;
  }

  private reached(from: Dab, to: Dab, reach: number): Box | null {
    const { width, height } = this.extent;
    const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
    const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
    const right = Math.min(width, Math.ceil(Math.max(from.x, to.x) + reach));
    const bottom = Math.min(height, Math.ceil(Math.max(from.y, to.y) + reach));
    return right > left && bottom > top
      ? { x: left, y: top, width: right - left, height: bottom - top }
      : null;
  }
}

/** How much paint lies at a distance from the middle of the brush. The edge is soft on both sides of the radius. */
class Profile {
  readonly outer: number;
  private readonly isEven: boolean;

  constructor(
    private readonly first: number,
    private readonly second: number,
    private readonly hardness: number,
    readonly most: number,
  ) {
    const radius = Math.max(first, second);
    this.outer = radius + this.softness(radius);
    this.isEven = first === second;
  }

  private softness(radius: number): number {
    return Math.max(0.5, radius * (1 - this.hardness / 100));
  }

  /** 0..`most` for a squared distance, `share` of the way from the first radius to the second. */
  at(distance2: number, share: number): number {
    if (distance2 >= this.outer * this.outer) return 0;
    const radius = this.isEven ? this.first : this.first + (this.second - this.first) * share;
    const soft = this.softness(radius);
    const inner = radius - soft;
    if (inner > 0 && distance2 <= inner * inner) return this.most;
    const outward = (Math.sqrt(distance2) - inner) / (2 * soft);
    if (outward >= 1) return 0;
    const rest = 1 - Math.max(0, outward);
    return this.most * rest * rest * (3 - 2 * rest);
  }
}

/** The straight way between two places. `share` is where on it the last asked point is nearest. */
class Way {
  share = 0;
  private readonly dx: number;
  private readonly dy: number;
  private readonly length2: number;

  constructor(
    private readonly from: Point,
    to: Point,
  ) {
    this.dx = to.x - from.x;
    this.dy = to.y - from.y;
    this.length2 = this.dx * this.dx + this.dy * this.dy;
  }

  /** The columns of a row within `reach` of the way, and within `low` .. `high`: pixels beyond are not looked at. */
  columns(y: number, reach: number, low: number, high: number): readonly [number, number] {
    const { x, y: top } = this.from;
    const slope = this.dy === 0 ? 0 : 1 / this.dy;
    // The part of the way that is near enough in height, as shares of it.
    const [one, other] = this.dy === 0 ? [0, 1] : [(y - reach - top) * slope, (y + reach - top) * slope];
    const first = x + this.dx * Math.min(1, Math.max(0, Math.min(one, other)));
    const last = x + this.dx * Math.min(1, Math.max(0, Math.max(one, other)));
    const left = Math.floor(Math.min(first, last) - reach);
    const right = Math.ceil(Math.max(first, last) + reach);
    return [Math.max(low, left), Math.min(high, right)];
  }

  distance2(x: number, y: number): number {
    const px = x - this.from.x;
    const py = y - this.from.y;
    const along = this.length2 === 0 ? 0 : (px * this.dx + py * this.dy) / this.length2;
    this.share = along < 0 ? 0 : along > 1 ? 1 : along;
    const offX = px - this.share * this.dx;
    const offY = py - this.share * this.dy;
    return offX * offX + offY * offY;
  }
}

const between = (from: Dab, to: Dab, share: number): Dab => ({
  x: from.x + (to.x - from.x) * share,
  y: from.y + (to.y - from.y) * share,
  pressure: from.pressure + (to.pressure - from.pressure) * share,
});

const joined = (one: Box | null, other: Box | null): Box | null =>
  one && other ? boxOver(one, other) : (one ?? other);

/** A whole stroke at once. */
export function stroked(plane: Plane, dabs: readonly Dab[], paint: Paint, extent: Size): Plane {
  const stroke = new Stroke(plane, paint, extent);
  for (const dab of dabs) stroke.to(dab);
  return stroke.done();
}
