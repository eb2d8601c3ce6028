/** Where one is on the Curate page, as the address keeps it: filters, way of working, position, how one looks. */
import { type Filters, filtersIn, hashOf } from "../pool/filters";

export const MODES = ["list", "queue", "second"] as const;
export type Mode = (typeof MODES)[number];

export interface Place {
  readonly filters: Filters;
  readonly mode: Mode; // second: the second opinion on what somebody else has judged
  readonly at: number; // the row
  readonly isClose: boolean; // single view
  readonly picture: string | null; // one picture with its relatives, whatever the filters
}

export function placeIn(search: string): Place {
  const said = new URLSearchParams(search);
  const at = Number(said.get("at") ?? 0);
  const picture = said.get("picture") || null;
  const mode = MODES.find((name) => name === said.get("mode")) ?? "list";
  return {
    filters: filtersIn(said),
    mode: picture ? "list" : mode,
    at: Number.isInteger(at) && at > 0 ? at : 0,
    isClose: said.has("view") ? said.get("view") === "close" : mode !== "list" || picture !== null,
    picture,
  };
}

/** The address without what is usual; the position of a queue is none, since nobody else gets its pictures. */
export function searchAt({ filters, mode, at, isClose, picture }: Place): string {
  const usual = mode !== "list" || picture !== null;
  const said = new URLSearchParams(hashOf(filters));
  if (mode !== "list") said.set("mode", mode);
  if (picture) said.set("picture", picture);
  if (isClose !== usual) said.set("view", isClose ? "close" : "grid");
  if (at > 0 && mode === "list") said.set("at", String(at));
  return said.toString();
}

/** What decides which pictures are listed. */
export const listKey = ({ filters, mode, picture }: Place): string =>
  picture ? `picture ${picture}` : `${mode} ${hashOf(filters)}`;
