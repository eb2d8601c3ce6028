/** Which page is shown: in the address's hash, so that the server has one page to give and prefixes do not matter. */
import { useSyncExternalStore } from "react";

export type Route =
  | { readonly page: "library" }
  | { readonly page: "models" }
  | { readonly page: "generate"; readonly job: string | null }
  | { readonly page: "retouch"; readonly picture: string | null; readonly journal: string | null };

export function routeOf(hash: string): Route {
  const [page, first, second] = hash.replace(/^#\/?/, "").split("/");
  const id = decoded(first);
  switch (page) {
    case "models":
      return { page };
    case "generate":
      return { page, job: id };
    case "retouch":
      return { page, picture: id, journal: id && decoded(second) };
    default:
      return { page: "library" };
  }
}

/** A part of the address as it was before it was written there; one that somebody mistyped is as good as none. */
function decoded(part: string | undefined): string | null {
  try {
    return part ? decodeURIComponent(part) : null;
  } catch {
    return null;
  }
}

export const libraryLink = "#/";
export const modelsLink = "#/models";
export const retouchLink = (picture?: string, journal?: string): string =>
  linkTo("retouch", picture, journal);
export const generateLink = (job?: string): string => linkTo("generate", job);

const linkTo = (page: string, ...ids: (string | undefined)[]): string =>
  ["#", page, ...ids.filter((id) => id !== undefined).map(encodeURIComponent)].join("/");

function whenHashChanges(tell: () => void): () => void {
  addEventListener("hashchange", tell);
  return () => removeEventListener("hashchange", tell);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(whenHashChanges, () => location.hash));
}
