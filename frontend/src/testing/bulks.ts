/** Runs for tests. */
import type { Bulk } from "../api/bulks";

export const aBulk = (changes: Partial<Bulk> = {}): Bulk => ({
  id: "b1",
  title: "",
  state: "running",
  total: 20,
  done: 4,
  failed: 0,
  running: 1,
  left: 16,
  cancelled: 0,
  eta_s: 160,
  pictures_per_hour: 360,
  created_at: "2026-11-27T02:00:00Z",
  request: {},
  engine: "painter",
  ...changes,
});
