/** Which page is shown: in the address's hash, so that the server has one page to give and prefixes do not matter. */
import { useSyncExternalStore } from "react";

export type Route =
  | { readonly page: "library" }
  | { readonly page: "models" }
  | { readonly page: "retouch"; readonly picture: string | null };

export function routeOf(hash: string): Route {
  const [page, picture] = hash.replace(/^#\/?/, "").split("/");
  if (page === "models") return { page };
  return page === "retouch"
    ? { page, picture: picture ? decodeURIComponent(picture) : null }
    : { page: "library" };
}

export const libraryLink = "#/";
export const modelsLink = "#/models";
export const retouchLink = (picture?: string): string =>
  picture ? `#/retouch/${encodeURIComponent(picture)}` : "#/retouch";

function whenHashChanges(tell: () => void): () => void {
  addEventListener("hashchange", tell);
  return () => removeEventListener("hashchange", tell);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(whenHashChanges, () => location.hash));
}
