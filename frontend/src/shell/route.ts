/** Which page is shown: in the address's hash, so that the server has one page to give and prefixes do not matter. */
import { useSyncExternalStore } from "react";

export type Route =
  | { readonly page: "library" }
  | { readonly page: "models" }
  | { readonly page: "generate"; readonly job: string | null }
  | { readonly page: "retouch"; readonly picture: string | null; readonly journal: string | null }
  | { readonly page: "batch"; readonly batch: string | null }
  | ({ readonly page: "jobs"; readonly job: string | null } & JobsShown)
  | { readonly page: "curate"; readonly search: string }
  | { readonly page: "serving"; readonly search: string }
  | { readonly page: "bulk"; readonly bulk: string | null; readonly search: string }
  | { readonly page: "data" }
  | { readonly page: "loop" }
  | { readonly page: "dashboard"; readonly search: string }
  | { readonly page: "displays"; readonly zone: string | null }
  | { readonly page: "recommender"; readonly search: string }
  | { readonly page: "place" }
  | { readonly page: "settings" };

export const SHOWN = ["queue", "failed", "succeeded", "cancelled"] as const;

/** Which jobs the Jobs page lists. */
export interface JobsShown {
  readonly shown: (typeof SHOWN)[number]; // queue: those at work and those that wait
  readonly kind: string | null; // null: any
  readonly batch: string | null;
}

export function routeOf(hash: string): Route {
  const [path = "", search] = hash.replace(/^#\/?/, "").split("?");
  const [page, first, second] = path.split("/");
  const id = decoded(first);
  switch (page) {
    case "models":
    case "data":
    case "loop":
    case "place":
    case "settings":
      return { page };
    case "generate":
      return { page, job: id };
    case "retouch":
      return { page, picture: id, journal: id && decoded(second) };
    case "batch":
      return { page, batch: id };
    case "bulk":
      return { page, bulk: id, search: search ?? "" };
    case "displays":
      return { page, zone: id };
    case "curate":
    case "serving":
    case "dashboard":
    case "recommender":
      return { page, search: search ?? "" };
    case "jobs":
      return { page, job: id, ...shownIn(new URLSearchParams(search)) };
    default:
      return { page: "library" };
  }
}

const shownIn = (wishes: URLSearchParams): JobsShown => ({
  shown: SHOWN.find((name) => name === wishes.get("shown")) ?? "queue",
  kind: wishes.get("kind") || null,
  batch: wishes.get("batch") || null,
});

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
export const settingsLink = "#/settings";
export const dataLink = "#/data";
export const loopLink = "#/loop";
export const placeLink = "#/place";
export const curateLink = (search = ""): string => (search ? `#/curate?${search}` : "#/curate");
export const dashboardLink = (search = ""): string => (search ? `#/dashboard?${search}` : "#/dashboard");
export const recommenderLink = (search = ""): string =>
  search ? `#/recommender?${search}` : "#/recommender";
export const displaysLink = (zone?: string): string => linkTo("displays", zone);
export const servingLink = (search = ""): string => (search ? `#/serving?${search}` : "#/serving");
/** A run, or a new one with what it begins with. */
export function bulkLink(
  bulk?: string,
  wishes: { emotion?: string; favorite?: string; prompt?: string } = {},
): string {
  const given = Object.entries(wishes).filter(([, wish]) => wish);
  const search = new URLSearchParams(given).toString();
  return linkTo("bulk", bulk) + (search ? `?${search}` : "");
}
export const batchLink = (batch?: string): string => linkTo("batch", batch);
export const jobLink = (job: string): string => linkTo("jobs", job);
export const retouchLink = (picture?: string, journal?: string): string =>
  linkTo("retouch", picture, journal);
export const generateLink = (job?: string): string => linkTo("generate", job);

export function jobsLink({ shown = "queue", kind = null, batch = null }: Partial<JobsShown> = {}): string {
  const wishes = Object.entries({ shown: shown === "queue" ? null : shown, kind, batch });
  const given = wishes.filter((wish): wish is [string, string] => wish[1] !== null);
  return given.length > 0 ? `#/jobs?${new URLSearchParams(given)}` : "#/jobs";
}

const linkTo = (page: string, ...ids: (string | undefined)[]): string =>
  ["#", page, ...ids.filter((id) => id !== undefined).map(encodeURIComponent)].join("/");

function whenHashChanges(tell: () => void): () => void {
  addEventListener("hashchange", tell);
  return () => removeEventListener("hashchange", tell);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(whenHashChanges, () => location.hash));
}
