/** The kinds of jobs in the reader's words. */
import type { TFunction } from "i18next";

export const KIND_NAMES = {
  retouch: "jobs.kinds.retouch",
  generate: "jobs.kinds.generate",
  replay: "jobs.kinds.replay",
  frame: "jobs.kinds.frame",
  batch_export: "jobs.kinds.batchExport",
  bulk: "jobs.kinds.bulk",
  "bulk.spread": "jobs.kinds.spread",
  train: "jobs.kinds.train",
} as const;

export const kindName = (t: TFunction, kind: string): string =>
  kind in KIND_NAMES ? t(KIND_NAMES[kind as keyof typeof KIND_NAMES]) : kind;
