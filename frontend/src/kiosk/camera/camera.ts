/** The visitor's camera: opened after consent alone, closed at once after the photo; frames live in memory only. */
import type { Trouble } from "../model/kiosk";

const WISH: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 720 } },
};
const LONGEST_SIDE_PX = 960;
const QUALITY = 0.9;
const LONGEST_OPENING_MS = 10_000; // a visitor waits no longer for a camera that says nothing

const TROUBLES: Readonly<Record<string, Trouble>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** Why a camera did not open. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  return TROUBLES[name] ?? "missing";
}

/** The camera's stream. A page that is not served securely has no cameras at all. */
export function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) return Promise.reject(new DOMException("no cameras here", "SecurityError"));
  return navigator.mediaDevices.getUserMedia(WISH);
}

/** What a step of opening gives, or "busy" as the trouble when it says nothing for too long. */
export function inTime<T>(step: Promise<T>, longest_ms = LONGEST_OPENING_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new DOMException("the camera says nothing", "AbortError"));
    const timer = setTimeout(late, longest_ms);
    step.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The size at which a frame is sent: as it is, or with its longer side reduced. */
export function frameSize(width: number, height: number): [number, number] {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(width, height, 1));
  return [Math.round(width * scale), Math.round(height * scale)];
}

/** Draw what the camera sees now. */
export function drawFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  [canvas.width, canvas.height] = frameSize(video.videoWidth, video.videoHeight);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
}

/** The canvas as a JPEG in memory. */
export function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("the frame has no pixels")));
    canvas.toBlob(done, "image/jpeg", QUALITY);
  });
}
