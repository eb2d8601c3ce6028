/** What a zone shows and when, as the server tells it and as the screen keeps it. Moments are seconds since 1970. */

export interface Picture {
  readonly item: string;
  readonly sha256: string;
  readonly url: string; // below the path prefix
  readonly bytes: number;
}

export type Pictures = Readonly<Record<string, Picture>>; // by slot: 3h, 1v

export interface Part {
  readonly at: number | null; // null: as soon as the screen can
  readonly until: number | null; // null: as far as is known
  readonly version: number | null;
  readonly off: string; // why the screens are dark; empty: they are not
}

export interface Manifest {
  readonly zone: string;
  readonly version: number;
  readonly timeline: readonly Part[];
  readonly sets: Readonly<Record<string, Pictures>>; // by version
}

export interface Seat {
  readonly zone: string;
  readonly slot: number;
  readonly orientation: "h" | "v";
}

/** What came from the server or from the store, if it is a manifest: an older program may have kept another shape. */
export function readManifest(value: unknown): Manifest | null {
  if (!isRecord(value) || typeof value.zone !== "string" || typeof value.version !== "number") return null;
  if (!Array.isArray(value.timeline) || value.timeline.length === 0 || !isRecord(value.sets)) return null;
  const isWhole = value.timeline.every(isPart) && Object.values(value.sets).every(arePictures);
  return isWhole ? (value as unknown as Manifest) : null;
}

/** The part of the timeline that holds at a moment; the first before its time, the last after its end. */
export function partAt(manifest: Manifest, now: number): Part | undefined {
  const begun = manifest.timeline.filter((part, index) => index === 0 || (part.at ?? 0) <= now);
  return begun.at(-1);
}

/** The part before that, which goes on being shown while a change is still to come. */
export function isDue(part: Part, now: number): boolean {
  return part.at === null || part.at <= now;
}

/** The next moment at which something changes; null: none is known. */
export function nextMoment(manifest: Manifest, now: number): number | null {
  const coming = manifest.timeline.map((part) => part.at).filter((at) => at !== null && at > now);
  return coming.length > 0 ? Math.min(...(coming as number[])) : null;
}

export function setOf(manifest: Manifest, part: Part): Pictures {
  return (part.version === null ? undefined : manifest.sets[String(part.version)]) ?? {};
}

/** The picture for a place; where the set has none, another of its orientation, so that the screen is not empty. */
export function pictureFor(set: Pictures, seat: Seat): Picture | null {
  const own = set[`${seat.slot}${seat.orientation}`];
  if (own) return own;
  const others = Object.keys(set)
    .filter((slot) => slot.endsWith(seat.orientation))
    .sort();
  return set[others[(seat.slot - 1) % Math.max(1, others.length)] ?? ""] ?? null;
}

/** Every picture of the manifest once, in the order in which the screen needs them. */
export function wanted(manifest: Manifest, seat: Seat): readonly Picture[] {
  const found = new Map<string, Picture>();
  for (const part of manifest.timeline) {
    const set = setOf(manifest, part);
    const own = pictureFor(set, seat);
    for (const picture of own ? [own, ...Object.values(set)] : Object.values(set))
      found.set(picture.sha256, picture);
  }
  return [...found.values()];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPart(value: unknown): boolean {
  if (!isRecord(value) || typeof value.off !== "string") return false;
  return [value.at, value.until, value.version].every((one) => one === null || typeof one === "number");
}

function arePictures(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isPicture);
}

function isPicture(value: unknown): boolean {
  if (!isRecord(value) || typeof value.item !== "string" || typeof value.bytes !== "number") return false;
  return (
    typeof value.url === "string" && typeof value.sha256 === "string" && /^[0-9a-f]{64}$/.test(value.sha256)
  );
}
