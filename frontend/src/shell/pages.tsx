/** The pages, each loaded when it is first shown, with the styles that it alone needs. */
import { lazy, type ReactNode } from "react";
import type { Route } from "./route";

const Library = lazy(async () => ({ default: (await import("../library/Library")).Library }));
const ModelsPage = lazy(async () => ({ default: (await import("../weights/ModelsPage")).ModelsPage }));
const GeneratePage = lazy(async () => ({ default: (await import("../generate/GeneratePage")).GeneratePage }));
const StudioPage = lazy(async () => ({ default: (await import("../studio/StudioPage")).StudioPage }));
const JobsPage = lazy(async () => ({ default: (await import("../jobs/JobsPage")).JobsPage }));
const BatchPage = lazy(async () => ({ default: (await import("../batch/BatchPage")).BatchPage }));
const CuratePage = lazy(async () => ({ default: (await import("../curate/CuratePage")).CuratePage }));
const ServingPage = lazy(async () => ({ default: (await import("../serving/ServingPage")).ServingPage }));
const BulkPage = lazy(async () => ({ default: (await import("../bulk/BulkPage")).BulkPage }));
const DataPage = lazy(async () => ({ default: (await import("../datasets/DataPage")).DataPage }));
const LoopPage = lazy(async () => ({ default: (await import("../loop/LoopPage")).LoopPage }));
const DashboardPage = lazy(async () => ({
  default: (await import("../dashboard/DashboardPage")).DashboardPage,
}));
const DisplaysPage = lazy(async () => ({ default: (await import("../displays/DisplaysPage")).DisplaysPage }));
const RecommenderPage = lazy(async () => ({
  default: (await import("../recommender/RecommenderPage")).RecommenderPage,
}));
const PlacePage = lazy(async () => ({ default: (await import("../place/PlacePage")).PlacePage }));
const SettingsPage = lazy(async () => ({ default: (await import("../settings/SettingsPage")).SettingsPage }));

export function pageOf(route: Route): ReactNode {
  switch (route.page) {
    case "library":
      return <Library />;
    case "models":
      return <ModelsPage />;
    case "generate":
      return <GeneratePage jobId={route.job} />;
    case "jobs":
      return <JobsPage job={route.job} wishes={route} />;
    case "batch":
      return <BatchPage batchId={route.batch} />;
    case "curate":
      return <CuratePage search={route.search} />;
    case "serving":
      return <ServingPage search={route.search} />;
    case "bulk":
      return <BulkPage bulkId={route.bulk} search={route.search} />;
    case "data":
      return <DataPage />;
    case "loop":
      return <LoopPage />;
    case "dashboard":
      return <DashboardPage search={route.search} />;
    case "displays":
      return <DisplaysPage zone={route.zone} />;
    case "recommender":
      return <RecommenderPage search={route.search} />;
    case "place":
      return <PlacePage />;
    case "settings":
      return <SettingsPage />;
    case "retouch":
      return <StudioPage pictureId={route.picture} journalId={route.journal} />;
  }
}
