/** The draft of a journal: what is being drawn, saved while one works, so that any browser can go on. */
import { ApiError, call } from "../../api/client";
import { address } from "../../base";

export const DRAFT_LAYERS = ["mask", "drawn", "erased", "strengths"] as const;
export type DraftLayer = (typeof DRAFT_LAYERS)[number];

export interface Draft {
  readonly version: number; // 0: nothing was saved yet
  readonly data: unknown;
  readonly layers: Readonly<Record<DraftLayer, string | null>>;
}

const MOST_KEPT_ALIVE = 48_000; // bytes: browsers send 64 kB for a page that is gone, form and data included

const path = (journal: string): string => `api/journals/${encodeURIComponent(journal)}/draft`;

export const getDraft = (journal: string): Promise<Draft> => call(path(journal));

/** The PNG of a layer. */
export async function getLayer(url: string): Promise<ArrayBuffer> {
  const response = await fetch(address(url));
  if (!response.ok) throw new ApiError(response.status, "unknown", response.statusText);
  return response.arrayBuffer();
}

/** Save over `version`; `isLast` sends it though the page is being left; refused with 409 where another tab has saved since. Layers: a PNG, null for empty, left out: as they are. */
export function putDraft(
  journal: string,
  version: number,
  data: unknown,
  layers: Readonly<Partial<Record<DraftLayer, Blob | null>>>,
  isLast = false,
): Promise<{ version: number }> {
  const form = new FormData();
  form.append("version", String(version));
  form.append("data", JSON.stringify(data));
  const emptied = DRAFT_LAYERS.filter((name) => layers[name] === null);
  if (emptied.length > 0) form.append("drop", emptied.join(","));
  for (const name of DRAFT_LAYERS) {
    const blob = layers[name];
    if (blob) form.append(name, blob, `${name}.png`);
  }
  const size = Object.values(layers).reduce((sum, blob) => sum + (blob?.size ?? 0), 0);
  return call(path(journal), { method: "PUT", form, keepalive: isLast && size < MOST_KEPT_ALIVE });
}
