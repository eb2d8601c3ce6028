/** The weights as the page shows them: kind by kind, with sizes that people can read. */
import type { WeightsRow } from "../api/types";

export const KINDS = [
  "checkpoint",
  "vae",
  "lora",
  "embedding",
  "controlnet",
  "ip_adapter",
  "tiny_vae",
  "upscaler",
  "tagger",
  "captioner",
  "segmenter",
] as const;

export type Kind = (typeof KINDS)[number];

export interface Group {
  readonly kind: Kind;
  readonly rows: readonly WeightsRow[]; // by name
}

export function byKind(items: readonly WeightsRow[]): Group[] {
  const sorted = items.toSorted((one, other) => one.id.localeCompare(other.id));
  return KINDS.map((kind) => ({ kind, rows: sorted.filter((row) => row.kind === kind) })).filter(
    ({ rows }) => rows.length > 0,
  );
}

const UNITS = [
  [1e9, "gigabyte", 2],
  [1e6, "megabyte", 0],
  [1e3, "kilobyte", 0],
] as const;

/** A number of bytes in the largest unit that it fills, in powers of ten as hubs and disks count. */
export function sizeText(bytes: number, language: string): string {
  const [per, unit, digits] = UNITS.find(([size]) => bytes >= size) ?? ([1, "byte", 0] as const);
  const format = new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits });
  return format.format(bytes / per);
}
