/**
 * What a screen does, as values: what it knows goes in, what it is to show comes out.
 *
 * The picture on the screen changes only for another that is wholly there. A set counts as there when each of its
 * pictures is, so that the screens of a zone change together or not at all; a picture whose file is broken keeps the
 * old set.
 */
import {
  isDue,
  type Manifest,
  nextMoment,
  type Part,
  type Picture,
  partAt,
  pictureFor,
  type Seat,
  setOf,
  wanted,
} from "./manifest";

/** What is on the screen. */
export interface Shown {
  readonly picture: Picture | null; // null: nothing was ever there
  readonly version: number;
  readonly off: string; // why it is dark; empty: it is not
}

export interface Known {
  readonly seat: Seat;
  readonly manifest: Manifest | null;
  readonly there: ReadonlySet<string>; // hashes of the files that are here and right
  readonly broken: ReadonlySet<string>; // hashes of files that cannot be shown
  readonly shown: Shown;
}

export const NOTHING: Shown = { picture: null, version: 0, off: "" };

/** What the screen is to show at a moment of the server's clock. */
export function next(known: Known, now: number): Shown {
  const { manifest, shown } = known;
  const part = manifest ? partAt(manifest, now) : undefined;
  if (!manifest || !part) return shown;
  if (part.off) return isDue(part, now) || !shown.picture ? { ...shown, off: part.off } : shown;
  const picture = pictureFor(setOf(manifest, part), known.seat);
  const isComplete = picture !== null && isThere(known, manifest, part);
  if (isComplete && (isDue(part, now) || !shown.picture || shown.off !== ""))
    return { picture, version: part.version ?? 0, off: "" };
  if (shown.picture) return { ...shown, off: "" };
  return firstOf(known, manifest, part) ?? { ...shown, off: "" };
}

/** Whether every picture of a part's set can be shown. */
export function isThere(known: Known, manifest: Manifest, part: Part): boolean {
  return Object.values(setOf(manifest, part)).every((picture) => canShow(known, picture));
}

/** The files that are still to be fetched, in the order in which they are needed. */
export function missing(known: Known): readonly Picture[] {
  if (!known.manifest) return [];
  return wanted(known.manifest, known.seat).filter((one) => !known.there.has(one.sha256));
}

/** The files to keep: what the manifest names, and what is on the screen. */
export function toKeep(known: Known): ReadonlySet<string> {
  const named = known.manifest ? wanted(known.manifest, known.seat).map((one) => one.sha256) : [];
  return new Set(known.shown.picture ? [...named, known.shown.picture.sha256] : named);
}

/** Seconds until something may change by itself; null: nothing is known to. */
export function changesIn(known: Known, now: number): number | null {
  const moment = known.manifest ? nextMoment(known.manifest, now) : null;
  return moment === null ? null : moment - now;
}

/** A screen that shows nothing yet takes any picture that it can, rather than none. */
function firstOf(known: Known, manifest: Manifest, part: Part): Shown | null {
  const set = setOf(manifest, part);
  const own = pictureFor(set, known.seat);
  const others = Object.entries(set).filter(([slot]) => slot.endsWith(known.seat.orientation));
  const all = [own, ...others.map(([, picture]) => picture)];
  const picture = all.find((one) => one !== null && canShow(known, one));
  return picture ? { picture, version: 0, off: "" } : null;
}

function canShow(known: Known, picture: Picture): boolean {
  return known.there.has(picture.sha256) && !known.broken.has(picture.sha256);
}
