/** What a picture's record says of how it was made; it may lack anything, since files also come from outside. */
import type { PoolDetails, PoolPicture } from "../api/pool";

type Values = Readonly<Record<string, unknown>>;

const inside = (value: unknown): Values =>
  typeof value === "object" && value !== null ? (value as Values) : {};

/** The first place of the record where a name has a value. */
function found(record: Values, name: string): unknown {
  const request = inside(record.request);
  return [record, request, inside(request.request), inside(record.plan)]
    .map((part) => part[name])
    .find((value) => value !== undefined && value !== null);
}

const textOf = (record: Values, name: string): string | null => {
  const value = found(record, name);
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
};

/** The exact words that were painted. */
export const promptOf = ({ record }: PoolDetails): string | null => textOf(record, "prompt");
export const seedOf = ({ record }: PoolDetails): string | null => textOf(record, "seed");
export const shaOf = ({ record }: PoolDetails): string | null =>
  ["checkpoint_sha256", "model_hash", "model_sha256"].map((name) => textOf(record, name)).find(Boolean) ??
  null;

/** The way to more pictures of the same cell and words. */
export function likeThis({ emotion, favorite }: PoolPicture, details: PoolDetails | null): string {
  const prompt = details && promptOf(details);
  const said = Object.entries({ emotion, favorite, prompt }).filter((one): one is [string, string] =>
    Boolean(one[1]),
  );
  return `#/bulk?${new URLSearchParams(said)}`;
}
