/** The page itself is kept for a start without a network, where the browser allows it: over HTTPS and on localhost. */
import { address } from "../base";
import worker from "./worker?worker&url";

export function keepPage(): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker
    .register(worker, { scope: address("display"), type: "module" })
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => {
      const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
      const own = parts.filter((url) => new URL(url).pathname.includes("/assets/"));
      registration.active?.postMessage({ page: location.href.split("#")[0], parts: [...new Set(own)] });
    })
    .catch(() => undefined); // then a restart needs the server
}
