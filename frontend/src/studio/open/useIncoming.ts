/** Pictures that are dropped or pasted anywhere on the page, sent to the server and opened. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError, upload } from "../../api/client";
import type { Picture } from "../../api/types";

export interface Incoming {
  readonly isOver: boolean; // a file hovers over the page
  readonly isSending: boolean;
  readonly error: Error | null;
  take(files: Iterable<File>): void;
}

/** `onOpen` gets all pictures that were taken in, in the order of their files. */
export function useIncoming(onOpen: (pictures: readonly Picture[]) => void): Incoming {
  const [isOver, setOver] = useState(false);
  const sending = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const pictures: Picture[] = [];
      for (const file of files) pictures.push(await sent(file));
      return pictures;
    },
    onSuccess: onOpen,
  });
  const { mutate } = sending;
  useEffect(() => {
    const ends = new AbortController();
    const { signal } = ends;
    const take = (files: FileList | undefined) => files && files.length > 0 && mutate([...files]);
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const hover = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      take(event.dataTransfer?.files);
    };
    addEventListener("dragover", hover, { signal });
    addEventListener("dragleave", (event) => setOver(event.relatedTarget !== null), { signal });
    addEventListener("drop", drop, { signal });
    addEventListener("paste", (event) => take(event.clipboardData?.files), { signal });
    return () => ends.abort();
  }, [mutate]);
  return {
    isOver,
    isSending: sending.isPending,
    error: sending.error,
    take: (files) => mutate([...files]),
  };
}

/** A refusal names its file: there may be several. */
async function sent(file: File): Promise<Picture> {
  try {
    return await upload(file, file.name);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.status, error.code, `${file.name}: ${error.message}`);
  }
}
