/** The service worker of a screen's page: the page from the network while there is one, else as it was kept. */

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Telling extends Extendable {
  readonly data: { page: string; parts: readonly string[] };
}
interface Worker {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", hear: (event: Extendable) => void): void;
  addEventListener(kind: "fetch", hear: (event: Fetching) => void): void;
  addEventListener(kind: "message", hear: (event: Telling) => void): void;
}

const own = globalThis as unknown as Worker;
const CACHE = "hwawon-display-page";
const TIMEOUT_MS = 5000;

own.addEventListener("install", (event) => event.waitUntil(own.skipWaiting()));
own.addEventListener("activate", (event) => event.waitUntil(own.clients.claim()));

own.addEventListener("message", (event) => event.waitUntil(keep(event.data.page, event.data.parts)));

own.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(pageFor(request));
  else if (new URL(request.url).pathname.includes("/assets/")) event.respondWith(partFor(request));
});

/** Keep the page under its path alone, and the files that it is made of; older ones go. */
async function keep(page: string, parts: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  const named = [bare(page), ...parts];
  for (const url of named) {
    const answer = await fetch(url, { cache: url === bare(page) ? "reload" : "default" });
    if (answer.ok) await cache.put(url, answer);
  }
  for (const old of await cache.keys()) if (!named.includes(old.url)) await cache.delete(old);
}

async function pageFor(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request.url, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: "same-origin",
    });
    if (answer.ok) return answer;
    return (await kept(bare(request.url))) ?? answer;
  } catch (error) {
    const found = await kept(bare(request.url));
    if (!found) throw error;
    return found;
  }
}

async function partFor(request: Request): Promise<Response> {
  return (await kept(request.url)) ?? fetch(request);
}

async function kept(url: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(url);
}

function bare(url: string): string {
  return url.split(/[?#]/)[0] ?? url;
}

export {};
