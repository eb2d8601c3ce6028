/** The picture of the viewer in one of the ways to look: alone, beside, over, blinking, as a map of what differs. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Size } from "../model/geometry";
import { Compared } from "./Compared";
import type { Entry } from "./entries";
import type { Lens } from "./useLens";

export const MODES = ["single", "side", "slider", "blink", "difference", "edges"] as const;
export type Mode = (typeof MODES)[number];

const BLINK_MS = 700;

interface Props {
  mode: Mode;
  shown: Entry;
  original: Entry;
  picture: Size;
  lens: Lens;
}

export function Stage({ mode, shown, original, picture, lens }: Props) {
  const { t } = useTranslation();
  const paper = (child: React.ReactNode) => (
    <div
      className="viewer-paper"
      style={{
        width: picture.width,
        height: picture.height,
        transform: `translate(${lens.view.x}px, ${lens.view.y}px) scale(${lens.view.zoom})`,
      }}
    >
      {child}
    </div>
  );
  const side = mode === "side";
  return (
    <div className={side ? "viewer-stage two" : "viewer-stage"}>
      {side && (
        <div className="viewer-frame">
          {paper(<img src={original.url} alt={t("viewer.before")} draggable={false} />)}
          <span className="tag left">{t("viewer.before")}</span>
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a double click looks closer, as the + key does */}
      <div
        ref={lens.frame}
        className="viewer-frame"
        {...lens.pointing}
        onDoubleClick={(event) =>
          lens.toggleAt({ x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY })
        }
      >
        {(mode === "single" || side) &&
          paper(<img src={shown.url} alt={t("viewer.after")} draggable={false} />)}
        {mode === "slider" && (
          <Curtain paper={paper} shown={shown} original={original} picture={picture} lens={lens} />
        )}
        {mode === "blink" && paper(<Blinking shown={shown} original={original} />)}
        {(mode === "difference" || mode === "edges") && (
          <Compared mode={mode} shown={shown} original={original} paper={paper} />
        )}
      </div>
    </div>
  );
}

function Blinking({ shown, original }: Pick<Props, "shown" | "original">) {
  const { t } = useTranslation();
  const [isBefore, setBefore] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => setBefore((before) => !before), BLINK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <img src={shown.url} alt={t("viewer.after")} draggable={false} />
      <img
        src={original.url}
        alt=""
        style={{ visibility: isBefore ? "visible" : "hidden" }}
        draggable={false}
      />
    </>
  );
}

interface CurtainProps extends Omit<Props, "mode"> {
  paper: (child: React.ReactNode) => React.ReactNode;
}

/** Before at the left of the curtain, after at its right. */
function Curtain({ paper, shown, original, picture, lens }: CurtainProps) {
  const { t } = useTranslation();
  const [share, setShare] = useState(50);
  const at = lens.view.x + (picture.width * lens.view.zoom * share) / 100;
  return (
    <>
      {paper(
        <>
          <img src={shown.url} alt={t("viewer.after")} draggable={false} />
          <img
            src={original.url}
            alt={t("viewer.before")}
            style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
            draggable={false}
          />
        </>,
      )}
      <span className="viewer-curtain" style={{ left: at }} />
      <input
        type="range"
        className="viewer-curtain-range"
        min={0}
        max={100}
        step={0.5}
        value={share}
        aria-label={t("viewer.curtain")}
        onChange={(event) => setShare(event.target.valueAsNumber)}
      />
      <span className="tag left">{t("viewer.before")}</span>
      <span className="tag right">{t("viewer.after")}</span>
    </>
  );
}
