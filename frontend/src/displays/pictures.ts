/** Pictures on their way from the tray to a screen. */
import type { TFunction } from "i18next";
import type { PoolPicture } from "../api/pool";
import { cellName } from "../pool/names";
import type { Orientation, Put } from "./board";

export const faceOf = (picture: string): string => `api/pictures/${encodeURIComponent(picture)}/thumbnail`;

/** The name of a served picture by its key. */
export function nameOfItem(t: TFunction, item: string): string {
  const parts = item.split("/");
  return cellName(t, { emotion: parts[1] ?? "", favorite: parts.length > 3 ? (parts[2] ?? "") : "" });
}

/** Which way up a served picture is, as the last letter of its name says. */
export const sideOfItem = (item: string): Orientation => (/v\.[a-z]+$/i.test(item) ? "v" : "h");

export const putOf = (t: TFunction, picture: PoolPicture): Put => ({
  item: `emotions/${picture.tail}`,
  face: picture.thumbnail_url,
  name: cellName(t, picture),
  orientation: picture.orientation,
});

const TYPE = "application/x-hwawon-picture";

export const carry = (data: DataTransfer, picture: Put): void => data.setData(TYPE, JSON.stringify(picture));

export function pictureIn(data: DataTransfer): Put | null {
  const text = data.getData(TYPE);
  return text ? (JSON.parse(text) as Put) : null;
}
