/** The photo: a mirror, a countdown, a short burst of frames; then the camera is closed at once. */
import { type ReactElement, useEffect, useRef, useState } from "react";
import { drawFrame, jpegOf } from "../camera/camera";
import { useCamera } from "../camera/useCamera";
import type { Trouble } from "../model/kiosk";
import { paused } from "../server/outbox";
import { type Texts, useTexts } from "../text/texts";

const COUNT = 3;
const FRAMES = 4;
const BETWEEN_MS = 180;

interface Wishes {
  trouble: Trouble | null;
  onFrames: (frames: readonly Blob[], signal: AbortSignal) => Promise<void>;
  onAgain: () => void;
  onHand: () => void;
}

type Phase =
  | { kind: "aiming" }
  | { kind: "counting"; left: number }
  | { kind: "taking" }
  | { kind: "looking" };

export function Photo({ trouble, onFrames, onAgain, onHand }: Wishes): ReactElement {
  const t = useTexts();
  const [phase, setPhase] = useState<Phase>({ kind: "aiming" });
  const isLooking = phase.kind === "looking";
  const camera = useCamera(trouble === null && !isLooking);
  const canvas = useRef<HTMLCanvasElement>(null);
  const leaving = useRef(new AbortController());

  useEffect(() => {
    leaving.current = new AbortController();
    const { current } = leaving;
    return () => current.abort();
  }, []);

  const take = async () => {
    const { signal } = leaving.current;
    try {
      for (let left = COUNT; left > 0; left -= 1) {
        setPhase({ kind: "counting", left });
        await paused(1000, signal);
      }
      setPhase({ kind: "taking" });
      const frames = await burst(camera.video.current, canvas.current, signal);
      setPhase({ kind: "looking" });
      await onFrames(frames, signal);
    } finally {
      if (!signal.aborted) setPhase({ kind: "aiming" });
    }
  };

  const why = trouble ?? (isTrouble(camera.state) ? camera.state : null);
  return (
    <>
      <div className="mirror" data-camera={camera.state}>
        <video ref={camera.video} muted playsInline aria-label={t.photo.preview} />
        <canvas ref={canvas} hidden={!isLooking} />
        {phase.kind === "counting" && (
          <output className="count" aria-live="assertive" key={phase.left}>
            {phase.left}
          </output>
        )}
        {phase.kind === "taking" && <div className="flash" />}
      </div>
      <p className="say" role="status">
        {why ? (why === "nobody" ? t.photo.nobody : t.photo.trouble[why]) : saying(phase, camera.state, t)}
      </p>
      <div className="choices">
        {why ? (
          <button type="button" className="primary" onClick={onAgain}>
            {t.photo.again}
          </button>
        ) : (
          <button
            type="button"
            className="primary"
            disabled={phase.kind !== "aiming" || camera.state !== "open"}
            onClick={() => void take().catch(() => undefined)}
          >
            {t.photo.take}
          </button>
        )}
        <button type="button" onClick={onHand}>
          {t.consent.hand}
        </button>
      </div>
    </>
  );
}

const isTrouble = (state: string): state is Exclude<Trouble, "nobody"> =>
  !["shut", "opening", "open"].includes(state);

function saying(phase: Phase, camera: string, t: Texts): string {
  if (phase.kind === "looking") return t.photo.looking;
  if (phase.kind !== "aiming") return t.photo.steady;
  return camera === "open" ? "" : t.photo.opening;
}

/** Some frames within a second; the last stays on the canvas while it is looked at. */
async function burst(
  video: HTMLVideoElement | null,
  canvas: HTMLCanvasElement | null,
  signal: AbortSignal,
): Promise<Blob[]> {
  const frames: Blob[] = [];
  for (let number = 0; video && canvas && number < FRAMES; number += 1) {
    if (number > 0) await paused(BETWEEN_MS, signal);
    drawFrame(video, canvas);
    frames.push(await jpegOf(canvas));
  }
  return frames;
}
