/** The calls about visitors, items and interactions. */
import { address } from "../base";
import { call } from "./client";

export const DATA_SETS = ["users", "items", "interactions"] as const;
export type DataSet = (typeof DATA_SETS)[number];

export interface Standing {
  readonly rows: number;
  readonly synthetic: number; // of them made up
  readonly earliest: string | null;
  readonly latest: string | null;
}

export const PROBLEMS = [
  "unknown_users",
  "unknown_items",
  "unknown_emotions",
  "wrong_moments",
  "few_users",
  "few_interactions",
] as const;

export interface DataSets extends Readonly<Record<DataSet, Standing>> {
  readonly problems: readonly { readonly code: (typeof PROBLEMS)[number]; readonly count: number }[];
  readonly small_groups: readonly {
    readonly generation: string;
    readonly gender: string;
    readonly emotion: string;
    readonly people: number;
  }[]; // the first of them
  readonly small_groups_total: number;
}

export const getDataSets = (): Promise<DataSets> => call("api/datasets");

export const fileOf = (name: DataSet): string => address(`api/datasets/${name}.csv`);

/** What became of one file's lines. */
export interface FileReport {
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly skipped: number;
  readonly repeated: number;
  readonly bad: number;
  readonly unit: "seconds" | "milliseconds" | "mixed" | null;
  readonly unknown_users: number;
  readonly unknown_items: number;
  readonly unknown_emotions: number;
  readonly ignored_columns: readonly string[];
}

export interface ImportReport extends Readonly<Record<DataSet, FileReport | null>> {
  readonly bad: number;
  readonly lines: readonly { readonly file: DataSet; readonly line: number; readonly problem: string }[];
}

export type Chosen = Partial<Readonly<Record<DataSet, File>>>;

export function importFiles(chosen: Chosen): Promise<ImportReport> {
  const form = new FormData();
  for (const [name, file] of Object.entries(chosen)) form.append(name, file);
  return call("api/datasets/import", { method: "POST", form });
}

export interface SeedCounts {
  readonly visitors: number;
  readonly interactions: number;
}

export const makeSeed = (wish: SeedCounts): Promise<SeedCounts> =>
  call("api/datasets/seed", { method: "POST", json: wish });

export const removeSeed = (): Promise<SeedCounts> => call("api/datasets/seed", { method: "DELETE" });
