/** The addresses of a picture's bytes. */
import { address } from "../base";

export const fileOf = (id: string): string => address(`api/pictures/${encodeURIComponent(id)}/file`);
export const thumbnailOf = (id: string): string =>
  address(`api/pictures/${encodeURIComponent(id)}/thumbnail`);
