/** The library's pictures, newest first, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getPictures } from "../api/client";

export function usePictures() {
  return useInfiniteQuery({
    queryKey: ["pictures"],
    queryFn: ({ pageParam }) => getPictures(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
