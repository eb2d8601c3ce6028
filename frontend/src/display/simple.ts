/** A screen without a token: it looks at one address again and again, as the original's viewer does. */
import { address } from "../base";
import { pauseS } from "./backoff";
import { pause } from "./run";
import type { Screen } from "./screen";
import type { Store } from "./store";

const TIMEOUT_MS = 30_000;

/**
 * Show what lies at `url`, and what will; a failure, a 404 or a broken file keeps what is shown. Never ends.
 *
 * `rest` is called where the page may be loaded anew, because the picture will be there again at once.
 */
export async function follow(
  url: string,
  periodMs: number,
  store: Store,
  screen: Screen,
  rest: () => unknown,
): Promise<never> {
  const key = `simple:${url}`;
  const last = await store.get(key);
  if (last instanceof ArrayBuffer) await screen.show(new Blob([last]), url).catch(() => undefined);
  let etag = "";
  let isKept = false;
  for (let failures = 0; ; ) {
    try {
      const answer = await fetch(address(url), {
        cache: "no-cache",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const tag = answer.headers.get("ETag") ?? "";
      if (!tag || tag !== etag) {
        const data = await answer.arrayBuffer();
        await screen.show(new Blob([data]), url);
        isKept = await store.put(key, data);
        etag = tag;
      }
      failures = 0;
      if (isKept) rest();
      await pause(periodMs);
    } catch {
      failures += 1;
      await pause(Math.max(periodMs, pauseS(failures) * 1000));
    }
  }
}
