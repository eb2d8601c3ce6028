/** What the engines of this installation can do, and why some cannot work now. */
import { useQuery } from "@tanstack/react-query";
import { getEngines } from "../api/client";

export const useEngines = () => useQuery({ queryKey: ["engines"], queryFn: getEngines, staleTime: 60_000 });
