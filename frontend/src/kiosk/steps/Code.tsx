/** A visitor who comes back: the code is shown to the camera, which this step opens and closes, or typed. */
import { type FormEvent, type ReactElement, useEffect, useId, useRef, useState } from "react";
import { drawFrame, jpegOf } from "../camera/camera";
import { useCamera } from "../camera/useCamera";
import { paused } from "../server/outbox";
import { type Texts, useTexts } from "../text/texts";

const EVERY_MS = 600;
const PATIENCE_MS = 25_000; // then the camera is closed; nobody stays before an open one
const LONGEST = 600; // characters of a code, or of its address

interface Wishes {
  onFrame: (frame: Blob, signal: AbortSignal) => Promise<string | null>;
  onCode: (code: string, signal: AbortSignal) => Promise<boolean>; // whether it is known
  onWithout: () => void;
}

type Said = keyof Texts["code"]["trouble"];

export function Code({ onFrame, onCode, onWithout }: Wishes): ReactElement {
  const t = useTexts();
  const [said, setSaid] = useState<Said | null>(null);
  const [isAsking, setAsking] = useState(false);
  const camera = useCamera(said === null && !isAsking);
  const canvas = useRef<HTMLCanvasElement>(null);
  const leaving = useRef(new AbortController());

  useEffect(() => {
    leaving.current = new AbortController();
    const { current } = leaving;
    return () => current.abort();
  }, []);

  const come = async (code: string) => {
    const { signal } = leaving.current;
    setAsking(true);
    const known = await onCode(code, signal).catch(() => null);
    if (signal.aborted || known) return; // the next step is there
    setAsking(false);
    setSaid(known === null ? "away" : "unknown");
  };
  const asked = useRef({ onFrame, come });
  asked.current = { onFrame, come };

  const { video, state } = camera;
  useEffect(() => {
    if (state !== "open") return;
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, leaving.current.signal]);
    const look = async () => {
      const end_ms = performance.now() + PATIENCE_MS;
      while (performance.now() < end_ms) {
        if (!video.current || !canvas.current) return;
        drawFrame(video.current, canvas.current);
        const code = await asked.current.onFrame(await jpegOf(canvas.current), signal);
        if (signal.aborted) return;
        if (code !== null) return asked.current.come(code);
        await paused(EVERY_MS, signal);
      }
      setSaid("unseen");
    };
    look().catch(() => {
      if (!signal.aborted) setSaid("away");
    });
    return () => over.abort();
  }, [state, video]);

  const isShut = state === "shut" || state === "opening" || state === "open";
  const why = said
    ? t.code.trouble[said]
    : isShut
      ? null
      : t.photo.trouble[state as keyof Texts["photo"]["trouble"]];
  return (
    <>
      <p className="lead">{t.code.text}</p>
      <div className="mirror small" data-camera={state}>
        <video ref={video} muted playsInline aria-label={t.code.preview} />
        <canvas ref={canvas} hidden />
      </div>
      <p className="say" role="status">
        {why ?? (state === "opening" ? t.photo.opening : t.code.looking)}
      </p>
      <Typed isAsking={isAsking} onCode={(code) => void come(code)} />
      <div className="choices">
        {said && (
          <button type="button" className="primary" onClick={() => setSaid(null)}>
            {t.photo.again}
          </button>
        )}
        <button type="button" onClick={onWithout}>
          {t.code.without}
        </button>
      </div>
    </>
  );
}

interface TypedWishes {
  isAsking: boolean;
  onCode: (code: string) => void;
}

function Typed({ isAsking, onCode }: TypedWishes): ReactElement {
  const t = useTexts();
  const id = useId();
  const [code, setCode] = useState("");
  const use = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) onCode(code.trim());
  };
  return (
    <form className="typed" onSubmit={use}>
      <label htmlFor={id}>{t.code.typed}</label>
      <input
        id={id}
        value={code}
        maxLength={LONGEST}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setCode(event.target.value)}
      />
      <button type="submit" disabled={isAsking || !code.trim()}>
        {t.code.use}
      </button>
    </form>
  );
}
