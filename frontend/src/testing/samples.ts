/** Values for tests. */
import type { Job, Picture } from "../api/types";

export const aPicture = (changes: Partial<Picture> = {}): Picture => ({
  id: "p1",
  width: 400,
  height: 300,
  media_type: "image/png",
  kind: "generated",
  title: "A garden in spring",
  created_at: "2026-11-22T12:00:00Z",
  url: "api/pictures/p1/file",
  thumbnail_url: "api/pictures/p1/thumbnail",
  published: true,
  ...changes,
});

export const aJob = (changes: Partial<Job> = {}): Job => ({
  id: "j1",
  kind: "generate",
  state: "running",
  step: 2,
  steps: 8,
  eta_s: 3,
  preview_url: null,
  result: null,
  error: null,
  ...changes,
});
