/** One request with the device's key: what it answers, a refusal in the server's words, or the server being away. */
import { address } from "../../base";

const TIMEOUT_MS = 15_000;
const NOTHING = 204;
const AWAY = new Set([408, 429, 502, 503, 504]);

/** The server's no; asking again would not help. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** No answer, or one that says to come again. */
export class Away extends Error {}

export interface Wish {
  method?: "GET" | "POST" | "PUT";
  json?: unknown;
  body?: Blob;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  keepalive?: boolean; // sent to its end though the page is gone
}

export type Ask = <Answer>(path: string, wish?: Wish) => Promise<Answer>;

/** The asking of a device; `token` null: whoever is signed in at this browser asks. */
export function askWith(token: string | null): Ask {
  return async <Answer>(path: string, wish: Wish = {}): Promise<Answer> => {
    const response = await sent(path, wish, token);
    if (!response.ok) throw await refused(response);
    if (response.status === NOTHING) return undefined as Answer; // done, and nothing to say, whatever its type
    const kind = response.headers.get("Content-Type") ?? "";
    try {
      return (kind.includes("json") ? await response.json() : await response.text()) as Answer;
    } catch (error) {
      if (wish.signal?.aborted) throw error;
      throw new Away(String(error)); // the answer broke off on its way
    }
  };
}

async function sent(path: string, wish: Wish, token: string | null): Promise<Response> {
  const limits = [AbortSignal.timeout(TIMEOUT_MS), ...(wish.signal ? [wish.signal] : [])];
  const headers = {
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(wish.json === undefined ? {} : { "Content-Type": "application/json" }),
    ...wish.headers,
  };
  const body = wish.body ?? (wish.json === undefined ? null : JSON.stringify(wish.json));
  const method = wish.method ?? "GET";
  const call = { method, headers, body, keepalive: wish.keepalive ?? false, cache: "no-store" } as const;
  try {
    return await fetch(address(path), { ...call, signal: AbortSignal.any(limits) });
  } catch (error) {
    if (wish.signal?.aborted) throw error;
    throw new Away(String(error));
  }
}

async function refused(response: Response): Promise<Error> {
  const text = await response.text().catch(() => "");
  const told = parsed(text);
  const code = told.code ?? "";
  if (AWAY.has(response.status) && code !== "missing_model") return new Away(`status ${response.status}`);
  return new Refusal(response.status, code, told.error ?? text);
}

function parsed(text: string): { code?: string; error?: string } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
