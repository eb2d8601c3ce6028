/** The screen's calls of the server. Each ends, whatever the network does. */
import { address } from "../base";
import { type Anchor, anchored } from "./clock";
import { type Manifest, type Picture, readManifest } from "./manifest";
import type { Play } from "./plays";
import type { Settings } from "./settings";
import { sha256 } from "./sha256";

export const WAIT_S = 25; // the server holds the question so long
const GRACE_MS = 15_000;
const FILE_MS = 120_000;

export class Refused extends Error {
  constructor(readonly status: number) {
    super(`the server answered ${status}`);
  }
}

export interface Told {
  readonly manifest: Manifest | null; // null: as it is known
  readonly etag: string;
  readonly anchor: Anchor | null; // null: the question was held, so nobody knows how old the answer is
}

export const steadyNow = (): number => performance.now() / 1000;

export class Server {
  constructor(
    readonly settings: Settings,
    readonly token: string,
  ) {}

  /** The manifest, as soon as it is another than the one of `etag`. */
  async manifest(etag: string, waitS: number): Promise<Told> {
    const asked = steadyNow();
    const path = `api/zones/${encodeURIComponent(this.settings.zone)}/manifest?wait=${etag ? waitS : 0}`;
    const answer = await this.#ask(
      path,
      { headers: etag ? { "If-None-Match": etag } : {} },
      waitS * 1000 + GRACE_MS,
    );
    const heard = steadyNow();
    const clock = Number(answer.headers.get("X-Server-Time"));
    const anchor = clock > 0 && !etag ? anchored(clock, asked, heard) : null;
    const told = { etag: answer.headers.get("ETag") ?? "", anchor };
    if (answer.status === 304) return { ...told, etag, manifest: null };
    if (!answer.ok) throw new Refused(answer.status);
    const manifest = readManifest(await answer.json());
    if (!manifest) throw new Error("the manifest cannot be read");
    return { ...told, manifest };
  }

  /** A picture's file, whose bytes have its hash. */
  async file(picture: Picture): Promise<Blob> {
    const answer = await this.#ask(picture.url, {}, FILE_MS);
    if (!answer.ok) throw new Refused(answer.status);
    const data = await answer.arrayBuffer();
    if (data.byteLength !== picture.bytes || (await sha256(new Uint8Array(data))) !== picture.sha256)
      throw new Error(`the file of ${picture.item} is damaged`);
    return new Blob([data]);
  }

  async register(): Promise<string> {
    const { zone, slot, orientation, name } = this.settings;
    const told = await this.#send("POST", "api/players", { zone, slot, orientation, name });
    return String((told as { id: unknown }).id);
  }

  /** A heartbeat; it tells the server's clock. */
  async report(player: string, heartbeat: object): Promise<Anchor> {
    const asked = steadyNow();
    const told = (await this.#send("PUT", `api/players/${player}`, heartbeat)) as { server_time: number };
    return anchored(told.server_time, asked, steadyNow());
  }

  tell(player: string, plays: readonly Play[]): Promise<unknown> {
    return this.#send("POST", `api/players/${player}/plays`, { plays });
  }

  async info(): Promise<unknown> {
    const path = `api/zones/${encodeURIComponent(this.settings.zone)}/info`;
    const answer = await this.#ask(path, {}, GRACE_MS);
    if (!answer.ok) throw new Refused(answer.status);
    return answer.json();
  }

  async #send(method: string, path: string, body: object): Promise<unknown> {
    const headers = { "Content-Type": "application/json" };
    const answer = await this.#ask(path, { method, headers, body: JSON.stringify(body) }, GRACE_MS);
    if (!answer.ok) throw new Refused(answer.status);
    return answer.json();
  }

  #ask(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
    const credential: Record<string, string> = this.token ? { Authorization: `Bearer ${this.token}` } : {};
    const headers = { ...credential, ...(init.headers as Record<string, string> | undefined) };
    return fetch(address(path), {
      cache: "no-store",
      ...init,
      headers,
      signal: AbortSignal.timeout(timeoutMs),
    });
  }
}
