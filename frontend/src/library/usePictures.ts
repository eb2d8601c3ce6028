/** The library's pictures, newest first, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getPictures } from "../api/client";

const POLL_MS = 15_000; // a safety net: news come by the event stream

export function usePictures() {
  return useInfiniteQuery({
    queryKey: ["pictures"],
    queryFn: ({ pageParam }) => getPictures(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: POLL_MS,
  });
}
