/** The end: the picture, and codes to take it home, to come back and to be forgotten. */
import { type ReactElement, useEffect, useState } from "react";
import type { ShownPicture, Final as Taken } from "../server/types";
import { useTexts } from "../text/texts";
import { aboutOf } from "./Pictures";

interface Wishes {
  chosen: ShownPicture;
  taken: Taken | null;
  onErase: () => void;
  onOver: () => void;
}

export function Final({ chosen, taken, onErase, onOver }: Wishes): ReactElement {
  const t = useTexts();
  return (
    <>
      <div className="home">
        <figure>
          <img src={chosen.url} alt={`${t.final.yours}: ${aboutOf(chosen, t)}`} />
        </figure>
        {taken ? (
          <Codes codes={taken.codes} />
        ) : (
          <p className="lead" role="status">
            {t.final.coming}
          </p>
        )}
      </div>
      <div className="choices">
        <button type="button" className="primary" onClick={onOver}>
          {t.final.done}
        </button>
        <button type="button" onClick={onErase}>
          {t.final.forgetHere}
        </button>
      </div>
    </>
  );
}

function Codes({ codes }: { codes: Taken["codes"] }): ReactElement {
  const t = useTexts();
  const all = [
    ["share", t.final.share, t.final.shareHint],
    ["return", t.final.return, t.final.returnHint],
    ["forget", t.final.forget, t.final.forgetHint],
  ] as const;
  return (
    <div className="codes">
      {!codes.share && <p className="lead">{t.final.noShare}</p>}
      {all.map(([name, title, hint]) =>
        codes[name] ? (
          <figure key={name} className={`code ${name}`}>
            <Code svg={codes[name]} title={title} />
            <figcaption>
              <strong>{title}</strong>
              <span>{hint}</span>
            </figcaption>
          </figure>
        ) : null,
      )}
    </div>
  );
}

/** A code as the server drew it, shown as a picture: it never becomes a part of the page. */
function Code({ svg, title }: { svg: string; title: string }): ReactElement {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const drawn = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    setAddress(drawn);
    return () => URL.revokeObjectURL(drawn);
  }, [svg]);
  return <>{address && <img src={address} alt={title} />}</>;
}
