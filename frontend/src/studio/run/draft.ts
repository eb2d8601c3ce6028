/** The sheet as the draft keeps it: values as JSON, planes as PNG files cut to what is on them. */
import type { Draft, DraftLayer } from "../api/drafts";
import { DRAFT_LAYERS, getLayer } from "../api/drafts";
import { knownBounds } from "../model/boxes";
import type { Box } from "../model/geometry";
import { emptyPlane, type Plane } from "../model/plane";
import { greyOf, planeOf, pngOfBox } from "../model/png";
import { emptySheet, firstWishes, type LineStroke, type Sheet, type Wishes } from "../model/sheet";

const FORMAT = 1;

interface Saved {
  readonly format: number;
  readonly box: Box | null;
  readonly places: Readonly<Partial<Record<DraftLayer, Box>>>; // where each layer's PNG lies
  readonly strokes: readonly LineStroke[] | null;
  readonly wishes: Partial<Wishes>;
  readonly job: string | null;
  readonly pending: readonly string[];
}

/** What is saved beside the planes. */
export function dataOf(sheet: Sheet, job: string | null, pending: readonly string[]): Saved {
  const places = DRAFT_LAYERS.map((name) => [name, knownBounds(sheet[name])] as const);
  return {
    format: FORMAT,
    box: sheet.box,
    places: Object.fromEntries(places.filter(([, box]) => box !== null)),
    strokes: sheet.strokes,
    wishes: sheet.wishes,
    job,
    pending,
  };
}

/** The layers that differ from what was saved last: a PNG, or null for one that is empty now. */
export function changedLayers(sheet: Sheet, saved: Sheet): Partial<Record<DraftLayer, Blob | null>> {
  const changed = DRAFT_LAYERS.filter((name) => sheet[name] !== saved[name]);
  return Object.fromEntries(changed.map((name) => [name, layerFile(sheet[name])]));
}

function layerFile(plane: Plane): Blob | null {
  const box = knownBounds(plane);
  return box && pngOfBox(plane, box);
}

export interface Restored {
  readonly sheet: Sheet;
  readonly job: string | null;
  readonly pending: readonly string[];
}

/** The sheet that a draft holds; `wishes` fill what it does not say. */
export async function restored(draft: Draft, wishes: Wishes = firstWishes): Promise<Restored> {
  const saved = draft.data as Partial<Saved> | null;
  if (!saved || saved.format !== FORMAT) return { sheet: { ...emptySheet, wishes }, job: null, pending: [] };
  const planes = await Promise.all(
    DRAFT_LAYERS.map(
      async (name) => [name, await layerPlane(draft.layers[name], saved.places?.[name])] as const,
    ),
  );
  const sheet: Sheet = {
    ...emptySheet,
    ...Object.fromEntries(planes),
    box: saved.box ?? null,
    strokes: saved.strokes ?? null,
    wishes: { ...wishes, ...saved.wishes },
  };
  return { sheet, job: saved.job ?? null, pending: saved.pending ?? [] };
}

async function layerPlane(url: string | null, box: Box | undefined): Promise<Plane> {
  if (!url || !box) return emptyPlane;
  return planeOf(greyOf(await getLayer(url)), box);
}
