/** Which page is shown: in the address's hash, so that the server has one page to give and prefixes do not matter. */
import { useSyncExternalStore } from "react";

export type Route =
  | { readonly page: "library" }
  | { readonly page: "models" }
  | { readonly page: "generate"; readonly job: string | null }
  | { readonly page: "retouch"; readonly picture: string | null };

export function routeOf(hash: string): Route {
  const [page, rest] = hash.replace(/^#\/?/, "").split("/");
  const id = rest ? decodeURIComponent(rest) : null;
  if (page === "models") return { page };
  if (page === "generate") return { page, job: id };
  return page === "retouch" ? { page, picture: id } : { page: "library" };
}

export const libraryLink = "#/";
export const modelsLink = "#/models";
export const retouchLink = (picture?: string): string => linkTo("retouch", picture);
export const generateLink = (job?: string): string => linkTo("generate", job);

const linkTo = (page: string, id?: string): string =>
  id ? `#/${page}/${encodeURIComponent(id)}` : `#/${page}`;

function whenHashChanges(tell: () => void): () => void {
  addEventListener("hashchange", tell);
  return () => removeEventListener("hashchange", tell);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(whenHashChanges, () => location.hash));
}
