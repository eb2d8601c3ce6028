/** Values for tests. */
import type { Checkpoint, Engine, Job, Picture, WeightsRow } from "../api/types";

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
  bytes: 4321,
  base: null,
  published: true,
  favourite: false,
  ...changes,
});

export const aCheckpoint = (changes: Partial<Checkpoint> = {}): Checkpoint => ({
  id: "garden-xl",
  family: "sdxl",
  default_steps: 30,
  default_guidance_scale: 5,
  default_sampler: null,
  licence: null,
  ...changes,
});

export const anEngine = (changes: Partial<Engine> = {}): Engine => ({
  engine: "painter",
  description: "Paints gardens. Not Stable Diffusion.",
  is_stable_diffusion: false,
  samplers: ["painter"],
  checkpoints: [aCheckpoint({ id: "painter-garden", family: "painter", default_steps: 10 })],
  schedules: [],
  vaes: [],
  loras: [],
  ...changes,
});

export const someWeights = (changes: Partial<WeightsRow> = {}): WeightsRow => ({
  id: "garden-xl",
  kind: "checkpoint",
  family: "sdxl",
  licence: "CreativeML Open RAIL++-M",
  sha256: "3bf541ec89".padEnd(64, "0"),
  short_hash: "3bf541ec89",
  bytes: 6_938_040_682,
  state: "installed",
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
  owner: null,
  priority: 50,
  batch: null,
  journal: null,
  paused: false,
  place: null,
  attempt: 1,
  max_attempts: 3,
  deaths: 0,
  engine: "painter",
  has_preview: false,
  cancel_requested: false,
  request: {},
  created_at: "2026-11-22T12:00:00Z",
  started_at: null,
  finished_at: null,
  not_before: null,
  ...changes,
});
