/** The frames of a batch, one page after the other. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Batch, FRAMES_A_PAGE, type FrameState, getFrames } from "../api/batches";
import { isLive } from "./standing";

const POLL_MS = 2_000;

export function useFrames(batch: Batch, state: FrameState | null) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]); // of this page and those before it
  const cursor = cursors.at(-1) ?? null;
  const asked = useQuery({
    queryKey: ["frames", batch.id, state, cursor],
    queryFn: () => getFrames(batch.id, state, cursor),
    refetchInterval: isLive(batch) ? POLL_MS : false,
    placeholderData: keepPreviousData,
  });
  const { refetch } = asked;
  const told = JSON.stringify([batch.state, batch.counts, batch.flicker]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last frame may end after the last of the polls above
  useEffect(() => void refetch(), [told]);
  const next = asked.isPlaceholderData ? null : (asked.data?.next_cursor ?? null);
  const first = (cursors.length - 1) * FRAMES_A_PAGE;
  return {
    frames: asked.data?.items ?? [],
    total: asked.data?.total ?? 0,
    first,
    error: asked.error,
    retry: () => void asked.refetch(),
    onNext: next === null ? null : () => setCursors([...cursors, next]),
    onBefore: cursors.length > 1 ? () => setCursors(cursors.slice(0, -1)) : null,
  };
}
