/** A camera that is open exactly as long as it is wanted. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Trouble } from "../model/kiosk";
import { closeCamera, inTime, openCamera, troubleOf } from "./camera";

export type CameraState = "shut" | "opening" | "open" | Trouble;

/** `video` shows the stream while `wanted`; leaving the page or the step stops it at once. */
export function useCamera(wanted: boolean): {
  video: RefObject<HTMLVideoElement | null>;
  state: CameraState;
} {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>("shut");

  useEffect(() => {
    if (!wanted) return;
    let stream: MediaStream | null = null;
    let isOver = false;
    setState("opening");
    const opening = openCamera().then(async (opened) => {
      stream = opened;
      if (isOver) return closeCamera(opened); // it opened too late for anybody
      for (const track of opened.getTracks()) track.addEventListener("ended", () => setState("busy"));
      if (video.current) {
        video.current.srcObject = opened;
        await video.current.play();
      }
      if (!isOver) setState("open");
    });
    inTime(opening).catch((error: unknown) => {
      if (isOver) return;
      isOver = true;
      if (stream) closeCamera(stream);
      setState(troubleOf(error));
    });
    const shown = video.current;
    return () => {
      isOver = true;
      if (stream) closeCamera(stream);
      if (shown) shown.srcObject = null;
      setState("shut");
    };
  }, [wanted]);

  return { video, state };
}
