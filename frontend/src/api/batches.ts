/** The calls of the Batch page: many frames and one set of wishes. */
import { address } from "../base";
import { call, query } from "./client";
import type { Accepted, JobState } from "./types";

export const REGIONS = ["mask", "all", "face", "body"] as const;
export type Region = (typeof REGIONS)[number];

/** What is asked of all frames; what is left out is the server's own choice. Sizes are pixels of a frame. */
export interface BatchWishes {
  readonly prompt?: string;
  readonly negative_prompt?: string;
  readonly strength?: number; // 0..1
  readonly seed?: number | null;
  readonly engine?: string;
  readonly range?: string; // "3...90"
  readonly region?: Region;
  readonly person?: number | null; // from the left, 1 the first
  readonly follow?: boolean; // the drawn mask goes with the picture
  readonly expand_px?: number;
  readonly shrink_px?: number;
  readonly fill?: boolean;
  readonly seeds?: "one" | "many";
  readonly carry?: number; // 0..1
  readonly follow_strength?: number | null;
  readonly first_as_reference?: boolean;
  readonly [other: string]: unknown;
}

export type FrameState = "idle" | JobState;

export interface Export {
  readonly state: JobState | null;
  readonly job: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly file_name: string | null;
  readonly bytes: number | null;
  readonly frames: number | null;
  readonly sound: boolean | null;
  readonly stale: boolean;
  readonly url: string | null;
}

export interface Batch {
  readonly id: string;
  readonly title: string;
  readonly state: "draft" | "waiting" | "running" | "paused" | "finished";
  readonly created_at: string;
  readonly kind: "frames" | "video";
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly in_range: number;
  readonly fps: number | null;
  readonly seconds: number | null;
  readonly sound: boolean;
  readonly notices: readonly string[];
  readonly wishes: BatchWishes;
  readonly counts: Readonly<Record<FrameState, number>>;
  readonly accepted: number;
  readonly keys: readonly number[];
  readonly needs_mask: boolean;
  readonly eta_s: number | null;
  readonly flicker: number | null;
  readonly changed_outside: number;
  readonly export: Export | null;
  readonly cover_url: string;
}

export interface Report {
  readonly seed: number;
  readonly seam_score: number | null;
  readonly changed_outside: number;
  readonly seconds: number | null;
  readonly began_from: number | null;
  readonly mask_from: "drawn" | "followed" | "kept" | "found";
  readonly notices: readonly string[];
}

export interface Frame {
  readonly index: number;
  readonly name: string;
  readonly number: number | null;
  readonly in_range: boolean;
  readonly state: FrameState;
  readonly job: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly is_key: boolean;
  readonly accepted: boolean;
  readonly flicker: number | null;
  readonly report: Report | null;
  readonly source_url: string;
  readonly mask_url: string | null;
  readonly result_url: string | null;
  readonly thumbnail_url: string;
}

export interface FramePage {
  readonly items: readonly Frame[];
  readonly next_cursor: string | null;
  readonly total: number;
}

const path = (id: string, rest = ""): string => `api/batches/${encodeURIComponent(id)}${rest}`;

export const getBatches = (): Promise<{ items: Batch[] }> => call(`api/batches?${query({ limit: 50 })}`);
export const getBatch = (id: string): Promise<Batch> => call(path(id));
export const getFrame = (id: string, index: number): Promise<Frame> => call(path(id, `/frames/${index}`));

export const FRAMES_A_PAGE = 60;

export const getFrames = (id: string, state: FrameState | null, cursor: string | null): Promise<FramePage> =>
  call(path(id, `/frames?${query({ state, cursor, limit: FRAMES_A_PAGE })}`));

function filesIn(files: readonly File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  return form;
}

export function makeBatch(files: readonly File[], title: string, wishes: BatchWishes): Promise<Batch> {
  const form = filesIn(files);
  form.append("title", title);
  form.append("wishes", JSON.stringify(wishes));
  return call("api/batches", { method: "POST", form });
}

export const addFiles = (id: string, files: readonly File[]): Promise<Batch> =>
  call(path(id, "/files"), { method: "POST", form: filesIn(files) });

export const changeBatch = (id: string, change: { title?: string; wishes?: BatchWishes }): Promise<Batch> =>
  call(path(id), { method: "PATCH", json: change });

export const deleteBatch = (id: string): Promise<void> => call(path(id), { method: "DELETE" });

export const BATCH_ORDERS = ["start", "pause", "resume", "cancel", "restart-failed"] as const;
export type BatchOrder = (typeof BATCH_ORDERS)[number];

export const orderBatch = (id: string, order: BatchOrder): Promise<Batch> =>
  call(path(id, `/${order}`), { method: "POST" });

export const redoFrames = (id: string, frames: readonly number[], onward: boolean): Promise<Batch> =>
  call(path(id, "/redo"), { method: "POST", json: { frames, onward } });

/** `frames`: null for all that are painted. */
export const acceptFrames = (
  id: string,
  frames: readonly number[] | null,
  accepted: boolean,
): Promise<Batch> => call(path(id, "/accept"), { method: "POST", json: { frames, accepted } });

/** Make the mask of one frame: a PNG of the frame's size, white is painted anew. */
export function putMask(id: string, index: number, mask: Blob): Promise<Frame> {
  const form = new FormData();
  form.append("file", mask, "mask.png");
  return call(path(id, `/frames/${index}/mask`), { method: "PUT", form });
}

export const deleteMask = (id: string, index: number): Promise<Frame> =>
  call(path(id, `/frames/${index}/mask`), { method: "DELETE" });

export interface ExportWish {
  readonly codec: "h264" | "ffv1";
  readonly pixel_format: "yuv420p" | "yuv444p";
  readonly quality?: number;
  readonly fps?: number; // of pictures that have no speed of their own
}

export const exportVideo = (id: string, wish: ExportWish): Promise<Accepted> =>
  call(path(id, "/export"), { method: "POST", json: wish });

export const zipOf = (id: string, format: "same" | "png", accepted: boolean): string =>
  address(path(id, `/download?${query({ format, accepted: String(accepted) })}`));
export const reportOf = (id: string): string => address(path(id, "/report"));

export const frameThumbnailOf = (id: string, index: number): string =>
  address(path(id, `/frames/${index}/thumbnail`));

/** A frame as the browser shows it, not larger than it needs. */
export const shownAt = (url: string, maxSide: number): string =>
  address(`${url}${url.includes("?") ? "&" : "?"}max_side=${maxSide}`);
