/** The pages, each loaded when it is first shown, with the styles that it alone needs. */
import { lazy, type ReactNode } from "react";
import type { Route } from "./route";

const Library = lazy(async () => ({ default: (await import("../library/Library")).Library }));
const ModelsPage = lazy(async () => ({ default: (await import("../weights/ModelsPage")).ModelsPage }));
const GeneratePage = lazy(async () => ({ default: (await import("../generate/GeneratePage")).GeneratePage }));
const RetouchPage = lazy(async () => ({ default: (await import("../retouch/RetouchPage")).RetouchPage }));

export function pageOf(route: Route): ReactNode {
  switch (route.page) {
    case "library":
      return <Library />;
    case "models":
      return <ModelsPage />;
    case "generate":
      return <GeneratePage jobId={route.job} />;
    case "retouch":
      return <RetouchPage pictureId={route.picture} />;
  }
}
