/** The address of a running job's preview; it names the step, since the browser would keep showing the first. */
import { address } from "../base";
import type { Job } from "./types";

export const previewOf = ({ preview_url, step }: Job): string | null =>
  preview_url && address(`${preview_url}?step=${step}`);
