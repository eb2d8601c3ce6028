/** What can be looked at of an open picture: what the journal shows now, the picture as it was, and all made from it. */
import { call, query } from "../../api/client";
import type { Picture, PicturePage } from "../../api/types";
import { address } from "../../base";
import { viewOf } from "../api/files";
import type { Journal } from "../api/journals";

export interface Entry {
  readonly id: string; // of the picture; of what the journal shows now it is the journal's
  readonly kind: "now" | "original" | "made";
  readonly url: string;
  readonly thumbnail: string;
  readonly picture: Picture | null; // null: what is shown now, which is no picture of the library
}

const SMALL_PX = 256;
const MOST_MADE = 200;

/** The pictures that were made from this one, newest first. */
export const madeFrom = (id: string): Promise<PicturePage> =>
  call(`api/pictures?${query({ base: id, limit: MOST_MADE })}`);

export function entriesOf(picture: Picture, journal: Journal, made: readonly Picture[]): readonly Entry[] {
  const now = `api/journals/${encodeURIComponent(journal.id)}/picture?${query({ v: journal.version })}`;
  return [
    {
      id: journal.id,
      kind: "now",
      url: address(now),
      thumbnail: address(`${now}&max_side=${SMALL_PX}`),
      picture: null,
    },
    entryOf(picture, "original"),
    ...made.map((one) => entryOf(one, "made")),
  ];
}

const entryOf = (picture: Picture, kind: Entry["kind"]): Entry => ({
  id: picture.id,
  kind,
  url: viewOf(picture),
  thumbnail: address(picture.thumbnail_url),
  picture,
});

export const markFavourite = (id: string, favourite: boolean): Promise<Picture> =>
  call(`api/pictures/${encodeURIComponent(id)}`, { method: "PATCH", json: { favourite } });

export const deletePicture = (id: string): Promise<void> =>
  call(`api/pictures/${encodeURIComponent(id)}`, { method: "DELETE" });

/** The entry after or before another, in a circle; one that is gone leads to the first. */
export function neighbour(entries: readonly Entry[], id: string, way: 1 | -1): Entry | undefined {
  const place = entries.findIndex((entry) => entry.id === id);
  return place < 0 ? entries[0] : entries[(place + way + entries.length) % entries.length];
}
