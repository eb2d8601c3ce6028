/** The calls that the pages make. Each gives a plain value or throws an `ApiError` with the server's own words. */
import { address } from "../base";
import type {
  Accepted,
  EngineList,
  EngineWishes,
  GeneratePlan,
  GenerateRequest,
  Job,
  JobPage,
  JobState,
  Me,
  ModelList,
  Picture,
  PictureDetails,
  PicturePage,
  Power,
  Problem,
  RetouchPlan,
  RetouchRequest,
  SizeList,
} from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  json?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
  keepalive?: boolean; // sent to its end though the page is gone
  signal?: AbortSignal;
}

/** The server's answer as it is; a refusal is thrown as an `ApiError`. */
export async function send(
  path: string,
  { method = "GET", json, form, headers = {}, keepalive = false, signal }: Call = {},
): Promise<Response> {
  const sent = json === undefined ? headers : { ...headers, "Content-Type": "application/json" };
  const body = form ?? (json === undefined ? null : JSON.stringify(json));
  const wish = {
    method,
    headers: sent,
    body,
    keepalive,
    signal: signal ?? null,
    credentials: "same-origin",
  } as const;
  const response = await fetch(address(path), wish);
  if (!response.ok) throw await problem(response);
  return response;
}

/** The JSON of the server's answer. */
export async function call<Answer>(path: string, wish: Call = {}): Promise<Answer> {
  const response = await send(path, wish);
  return response.status === 204 ? (undefined as Answer) : ((await response.json()) as Answer);
}

async function problem(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const told = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
  return new ApiError(response.status, told.code ?? "unknown", told.error ?? response.statusText);
}

export function query(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

export const getHealth = (): Promise<{ ok: boolean; version: string }> => call("api/health");

export const getMe = (): Promise<Me> => call("api/me");

export const signOut = (): Promise<void> => call("api/sessions/end", { method: "POST" });

export const getPictures = (cursor: string | null, limit = 60): Promise<PicturePage> =>
  call(`api/pictures?${query({ limit, cursor })}`);

export const getPicture = (id: string): Promise<PictureDetails> =>
  call(`api/pictures/${encodeURIComponent(id)}`);

export const getEngines = (): Promise<EngineList> => call("api/engines");

export const getModels = (): Promise<ModelList> => call("api/models");

export const getPower = (): Promise<Power> => call("api/power");

/** Switch the machine that paints; refused with 409 where its state does not fit. */
export const orderPower = (what: "start" | "stop"): Promise<Power> =>
  call(`api/power/${what}`, { method: "POST" });

export const getJob = (id: string): Promise<Job> => call(`api/jobs/${encodeURIComponent(id)}`);

export const getJobs = (state: JobState, limit = 100): Promise<JobPage> =>
  call(`api/jobs?${query({ state, limit })}`);

/** The retouches of a journal that are in a state, newest first. */
export const getRetouches = (journal: string, state: JobState): Promise<JobPage> =>
  call(`api/jobs?${query({ journal, state, kind: "retouch", limit: 1 })}`);

export const abortJob = (id: string): Promise<void> =>
  call(`api/jobs/${encodeURIComponent(id)}`, { method: "DELETE" });

/** What helps a retouch and stays out of the library. */
export type ToolKind = "mask" | "lines" | "reference" | "strengths";

/** Send a picture, or with a `kind` what helps a retouch. */
export function upload(file: Blob, name: string, kind?: ToolKind): Promise<Picture> {
  const form = new FormData();
  form.append("file", file, name);
  return call(`api/pictures${kind ? `?${query({ kind })}` : ""}`, { method: "POST", form });
}

/** The usual sizes, with what is known of each before the click. */
export const getSizes = (
  wishes: Pick<EngineWishes, "engine" | "checkpoint" | "steps">,
  count: number,
): Promise<SizeList> => call(`api/sizes?${query({ ...wishes, count })}`);

/** What generating would do, without its words. */
export const planGenerate = (request: Partial<GenerateRequest>): Promise<GeneratePlan> =>
  call("api/generate/plan", { method: "POST", json: request });

/** What a retouch would do, without its words and its mask. */
export const planRetouch = (
  request: Pick<RetouchRequest, "picture"> & Partial<RetouchRequest>,
): Promise<RetouchPlan> => call("api/plan", { method: "POST", json: request });

/** Ask for pictures from words. The same key asked twice, after a lost answer for example, is one job. */
export const generate = (request: GenerateRequest, key: string): Promise<Accepted> =>
  call("api/generate", { method: "POST", json: request, headers: { "Idempotency-Key": key } });

/** Ask for a retouch. The same key asked twice, after a lost answer for example, is one job. */
export const retouch = (request: RetouchRequest, key: string): Promise<Accepted> =>
  call("api/retouch", { method: "POST", json: request, headers: { "Idempotency-Key": key } });
