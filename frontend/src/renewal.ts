/**
 * A page that runs for months takes the server's newer page by itself.
 *
 * The page fetches itself now and then. Its parts carry the hash of what is in them, so other parts are another page;
 * it is loaded once all of them can be had, at a moment that the caller finds fit. Each page is tried once: where
 * something on the way keeps giving the old one, the old one stays.
 */
import { address } from "./base";

export const LOOK_MS = 60_000;
const TIMEOUT_MS = 30_000;
const TRIED = "hwawon-pages-tried";
const MOST_TRIED = 50;

/** What a page is made of, in one order; empty: it is no built page of ours. */
export function partsOf(html: string): readonly string[] {
  const found = html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]*assets\/[^"]+)"/g);
  return [...new Set(Array.from(found, (one) => one[1] as string))].sort();
}

export interface Around {
  fetch(url: string): Promise<string>;
  tried(): readonly string[];
  /** Says whether it will be known after the page was loaded anew. */
  remember(tried: readonly string[]): boolean;
  reload(): void;
}

/** `own`: the parts of the page that runs. */
export class Renewal {
  #newer = "";

  constructor(
    readonly own: readonly string[],
    readonly page: string,
    readonly around: Around = browser,
  ) {}

  /** Whether another page is there, whole, and was not tried yet. */
  get isReady(): boolean {
    return this.#newer !== "";
  }

  /** Look once; what cannot be had now is looked at again later. Until then what was found before holds. */
  async look(): Promise<void> {
    try {
      this.#newer = await this.#found();
    } catch {
      this.#newer = ""; // the server is away, or being changed
    }
  }

  async #found(): Promise<string> {
    const parts = partsOf(await this.around.fetch(this.page));
    const name = parts.join(" ");
    const isOther = parts.length > 0 && this.own.length > 0 && name !== this.own.join(" ");
    if (!isOther || this.around.tried().includes(name)) return "";
    await Promise.all(parts.map((part) => this.around.fetch(part)));
    return name;
  }

  /** Load the newer page, if there is one. Only where that is remembered: a page is never tried twice. */
  take(): void {
    const name = this.#newer;
    this.#newer = "";
    if (!name || this.around.tried().includes(name)) return;
    if (this.around.remember([...this.around.tried(), name].slice(-MOST_TRIED))) this.around.reload();
  }

  /** Look now and again, for ever. */
  watch(everyMs = LOOK_MS): () => void {
    const timer = setInterval(() => void this.look(), everyMs);
    return () => clearInterval(timer);
  }
}

/** Of the page that runs; to be made before anything adds parts to it. */
export const renewalOf = (path: string): Renewal =>
  new Renewal(partsOf(document.documentElement.outerHTML), path);

const browser: Around = {
  async fetch(path) {
    const answer = await fetch(address(path), {
      cache: path.includes("assets/") ? "default" : "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  },
  tried() {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(TRIED) ?? "[]");
      return Array.isArray(kept) ? kept.map(String) : [];
    } catch {
      return [];
    }
  },
  remember(tried) {
    try {
      sessionStorage.setItem(TRIED, JSON.stringify(tried));
      return true;
    } catch {
      return false; // a full disk
    }
  },
  reload: () => location.reload(),
};
