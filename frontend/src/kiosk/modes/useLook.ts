/** The camera of a test page: opened by its button, looked at by another; a frame is kept on the canvas alone. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { drawFrame, jpegOf } from "../camera/camera";
import { type CameraState, useCamera } from "../camera/useCamera";
import { type Ask, Refusal } from "../server/ask";
import type { OriginalFace } from "../server/types";

export type Look =
  | { kind: "none" }
  | { kind: "looking" }
  | { kind: "seen"; face: OriginalFace }
  | { kind: "nobody" }
  | { kind: "failed" };

interface Looking {
  video: RefObject<HTMLVideoElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
  camera: CameraState;
  look: Look;
  open: () => void;
  see: () => Promise<OriginalFace | null>;
}

/** `id`: who is before the camera, once that is known. */
export function useLook(ask: Ask, id: string | null): Looking {
  const [wanted, setWanted] = useState(false);
  const { video, state: camera } = useCamera(wanted);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [look, setLook] = useState<Look>({ kind: "none" });
  const leaving = useRef(new AbortController());

  useEffect(() => {
    leaving.current = new AbortController();
    const { current } = leaving;
    return () => current.abort();
  }, []);

  const see = async (): Promise<OriginalFace | null> => {
    if (!video.current || !canvas.current) return null;
    const { signal } = leaving.current;
    drawFrame(video.current, canvas.current);
    setLook({ kind: "looking" });
    try {
      const body = await jpegOf(canvas.current);
      const headers = { "Content-Type": body.type, ...(id ? { "X-user-id": id } : {}) };
      const face = await ask<OriginalFace>("emotion", { method: "POST", body, headers, signal });
      setLook({ kind: "seen", face });
      return face;
    } catch (error) {
      if (!signal.aborted) {
        setLook({ kind: error instanceof Refusal && error.status === 404 ? "nobody" : "failed" });
      }
      return null;
    }
  };

  return { video, canvas, camera, look, see, open: () => setWanted(true) };
}
