/** The frame of a test page, and the part that all of them have: the camera beside the frame that was taken. */
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { Foot, type Help } from "../parts/Stage";
import type { Notice } from "../server/types";
import { useTexts } from "../text/texts";
import { linesOf } from "./garden";
import type { Look, useLook } from "./useLook";

interface Wishes {
  title: string;
  help: Help;
  children: ReactNode;
}

export function Mode({ title, help, children }: Wishes): ReactElement {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className="stage mode">
      <main>
        <h1>{title}</h1>
        {children}
      </main>
      <Foot help={help} />
    </div>
  );
}

interface SightWishes {
  seeing: ReturnType<typeof useLook>;
  notice: Notice;
  lines: number; // how many of the three are told
  onSee: () => void;
  children: ReactNode; // further buttons
}

export function Sight({ seeing, notice, lines, onSee, children }: SightWishes): ReactElement {
  const t = useTexts();
  const { camera, look } = seeing;
  const isTrouble = !["shut", "opening", "open"].includes(camera);
  const [isAsked, setAsked] = useState(false);
  const open = () => {
    setAsked(true);
    seeing.open();
  };
  if (notice.yes === "") {
    return (
      <>
        <p className="reason-off">{notice.reason}</p>
        <div className="choices">{children}</div>
      </>
    );
  }
  return (
    <>
      {!isAsked && (
        <ul className="notice">
          {[...notice.lines, t.modes.agree].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <div className="sight" data-camera={camera}>
        <figure>
          <video ref={seeing.video} muted playsInline aria-label={t.modes.live} />
          <figcaption>{t.modes.live}</figcaption>
        </figure>
        <figure>
          <canvas ref={seeing.canvas} role="img" aria-label={t.modes.preview} />
          <figcaption>{t.modes.preview}</figcaption>
        </figure>
      </div>
      <div className="choices">
        <button type="button" onClick={open} disabled={camera === "open"}>
          {t.modes.camera}
        </button>
        <button
          type="button"
          className="primary"
          disabled={camera !== "open" || look.kind === "looking"}
          onClick={onSee}
        >
          {t.modes.look}
        </button>
        {children}
      </div>
      <div className="lines" role="status">
        {isTrouble && <p>{t.photo.trouble[camera as keyof typeof t.photo.trouble]}</p>}
        <Lines look={look} count={lines} />
      </div>
    </>
  );
}

/** "No Face" is said once the answer is there, never before. */
function Lines({ look, count }: { look: Look; count: number }): ReactElement | null {
  const t = useTexts();
  switch (look.kind) {
    case "none":
      return null;
    case "looking":
      return <p>{t.wait}</p>;
    case "nobody":
      return <p>{t.modes.noFace}</p>;
    case "failed":
      return <p>{t.photo.trouble.away}</p>;
    case "seen":
      return (
        <>
          {linesOf(look.face, t)
            .slice(0, count)
            .map((line) => (
              <p key={line}>{line}</p>
            ))}
        </>
      );
  }
}
