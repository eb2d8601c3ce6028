/** What a job says of itself on this page: its words, its picture, where its result lies. */
import { frameThumbnailOf } from "../api/batches";
import { thumbnailOf } from "../api/files";
import { previewOf } from "../api/preview";
import type { Job } from "../api/types";
import { batchLink, generateLink, retouchLink } from "../shell/route";

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/** What was asked, wherever the kind of job keeps it. */
function askedOf({ request }: Job): Fields {
  const inner = request.request ?? request.wishes;
  return { ...request, ...fieldsOf(inner) };
}

export const wordsOf = (job: Job): string | null => textOf(askedOf(job).prompt)?.trim() || null;

/** Which frame of its batch a job paints; null: none. */
export const frameOf = ({ kind, request }: Job): number | null =>
  kind === "frame" && typeof request.frame === "number" ? request.frame : null;

export const journalOf = (job: Job): string | null =>
  textOf(fieldsOf(job.result).journal) ?? textOf(askedOf(job).journal);

/** The pictures that a job has made, best first. */
export function picturesOf(job: Job): string[] {
  const result = fieldsOf(job.result);
  const candidates = Array.isArray(result.candidates) ? result.candidates : [];
  const one = textOf(result.picture);
  return [
    ...textsOf(result.pictures),
    ...textsOf(candidates.map((candidate) => fieldsOf(candidate).picture)),
    ...(one ? [one] : []),
  ];
}

/** The address of what a row shows: how far it is, what came of it, or what it is to change; null: nothing yet. */
export function faceOf(job: Job): string | null {
  if (job.state === "running" && job.preview_url) return previewOf(job);
  const frame = frameOf(job);
  if (job.batch && frame !== null) return frameThumbnailOf(job.batch, frame);
  const id = picturesOf(job)[0] ?? textOf(askedOf(job).picture);
  return id && thumbnailOf(id);
}

/** Where the work goes on: the page that made the job, with its result where there is one. */
export function placeOf(job: Job): string | null {
  if (job.batch) return batchLink(job.batch);
  if (job.kind === "generate") return generateLink(job.id);
  const journal = journalOf(job);
  const picture = journal
    ? textOf(askedOf(job).picture)
    : (picturesOf(job)[0] ?? textOf(askedOf(job).picture));
  const base = picture ?? picturesOf(job)[0];
  return base ? retouchLink(base, journal ?? undefined) : null;
}
