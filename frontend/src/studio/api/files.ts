/** Addresses of what a picture looks like. */
import type { Picture } from "../../api/types";
import { address } from "../../base";

const SHOWN_BY_BROWSERS = ["image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"];

/** The picture as every browser can show it. */
export const viewOf = (picture: Pick<Picture, "id" | "url" | "media_type">): string =>
  SHOWN_BY_BROWSERS.includes(picture.media_type)
    ? address(picture.url)
    : address(`api/pictures/${encodeURIComponent(picture.id)}/view`);

/** The picture made small enough for a window. */
export const smallViewOf = (id: string, maxSide_px: number): string =>
  address(`api/pictures/${encodeURIComponent(id)}/view?max_side=${maxSide_px}`);
