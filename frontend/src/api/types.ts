/** What the server says and is told, one shape per idea. */

export interface Me {
  role: string;
  name: string;
}

export interface Picture {
  id: string;
  width: number;
  height: number;
  media_type: string;
  kind: string;
  title: string | null;
  created_at: string;
  url: string;
  thumbnail_url: string;
  published: boolean;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
  total?: number;
}

export type JobState = "enqueued" | "running" | "succeeded" | "failed" | "cancelled";

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  step: number;
  steps: number;
  eta_s: number | null;
  preview_url: string | null;
  result: unknown;
  error: { code: string; message: string } | null;
}

export interface Candidate {
  picture: string;
  seed: number;
  seam_score: number;
  changed_outside: number;
  outside_sha256: string;
  reach_px: number;
}

export interface Engine {
  engine: string;
  description: string;
  is_stable_diffusion: boolean;
}

/** The corner, width and height of a rectangle in picture pixels: x, y, width, height. */
export type BoxNumbers = [number, number, number, number];

export interface RetouchRequest {
  picture: string;
  box?: BoxNumbers;
  mask: string;
  prompt: string;
  negative_prompt?: string;
  strength: number;
  seed?: number;
  count: number;
  engine?: string;
}
