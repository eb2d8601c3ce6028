/** The pages in their groups, with the way to each and the drawing beside its name. */
import type { Me } from "../api/types";
import { mayCurate } from "./roles";
import {
  batchLink,
  bulkLink,
  curateLink,
  dashboardLink,
  dataLink,
  displaysLink,
  generateLink,
  jobsLink,
  libraryLink,
  loopLink,
  modelsLink,
  placeLink,
  type Route,
  recommenderLink,
  retouchLink,
  servingLink,
  settingsLink,
} from "./route";

type Group = "paint" | "garden" | "visitors" | "house";

export interface PageLink {
  readonly page: Route["page"];
  readonly link: string;
  readonly lines: string; // the drawing's path, in 24 x 24
}

export const PAGES: readonly { readonly group: Group; readonly pages: readonly PageLink[] }[] = [
  {
    group: "paint",
    pages: [
      {
        page: "library",
        link: libraryLink,
        lines: "M4 5h7v6H4zM13 5h7v10h-7zM4 13h7v6H4zM13 17h7v2h-7z",
      },
      {
        page: "generate",
        link: generateLink(),
        lines: "M12 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2zM19 16v4M17 18h4",
      },
      {
        page: "retouch",
        link: retouchLink(),
        lines: "M20 3c-4 2-9 7-11 10l2 2c3-2 8-7 10-11zM8 14c-3 0-4 2-4 4 0 1-1 2-2 2 3 2 8 1 8-3z",
      },
      {
        page: "batch",
        link: batchLink(),
        lines: "M3 5h18v14H3zM7 5v14M17 5v14M3 9h4M3 15h4M17 9h4M17 15h4",
      },
    ],
  },
  {
    group: "garden",
    pages: [
      {
        page: "bulk",
        link: bulkLink(),
        lines: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
      },
      {
        page: "curate",
        link: curateLink(),
        lines: "M4 5h16v14H4zM8 12l3 3 6-7",
      },
      {
        page: "serving",
        link: servingLink(),
        lines: "M2 12c3-5 7-7 10-7s7 2 10 7c-3 5-7 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
      },
      {
        page: "loop",
        link: loopLink,
        lines: "M4 12a8 8 0 0 1 13-6l3 3M20 4v5h-5M20 12a8 8 0 0 1-13 6l-3-3M4 20v-5h5",
      },
      {
        page: "data",
        link: dataLink,
        lines: "M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0",
      },
    ],
  },
  {
    group: "visitors",
    pages: [
      {
        page: "dashboard",
        link: dashboardLink(),
        lines: "M4 20V10h4v10zM10 20V4h4v16zM16 20v-7h4v7z",
      },
      {
        page: "displays",
        link: displaysLink(),
        lines: "M3 5h18v11H3zM9 20h6M12 16v4",
      },
      {
        page: "recommender",
        link: recommenderLink(),
        lines: "M12 20C5 15 3 12 3 9a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3-2 6-9 11z",
      },
    ],
  },
  {
    group: "house",
    pages: [
      {
        page: "jobs",
        link: jobsLink(),
        lines: "M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1",
      },
      {
        page: "models",
        link: modelsLink,
        lines: "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
      },
      {
        page: "place",
        link: placeLink,
        lines: "M12 21c-4-5-7-8-7-12a7 7 0 0 1 14 0c0 4-3 7-7 12zM12 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
      },
      {
        page: "settings",
        link: settingsLink,
        lines: "M4 7h9M17 7h3M4 17h3M11 17h9M13 5v4h4V5zM7 15v4h4v-4z",
      },
    ],
  },
];

const FOR_CURATORS: readonly Group[] = ["garden", "visitors"];
const FOR_ADMINISTRATORS: readonly Route["page"][] = ["place"];

/** The groups and pages that a person may enter. */
export const pagesFor = (me: Me | null): typeof PAGES =>
  PAGES.filter(({ group }) => !FOR_CURATORS.includes(group) || (me !== null && mayCurate(me.role))).map(
    ({ group, pages }) => ({
      group,
      pages: pages.filter(({ page }) => !FOR_ADMINISTRATORS.includes(page) || me?.role === "admin"),
    }),
  );
