/** While nobody is there: pictures that change gently, and a word of invitation. */
import { type ReactElement, useEffect, useState } from "react";
import { Foot, type Help } from "../parts/Stage";
import { useTexts } from "../text/texts";

const EACH_MS = 9_000;

interface Wishes {
  name: string; // of the place
  pictures: readonly string[];
  isReady: boolean;
  help: Help;
  onBegin: () => void;
}

export function Attract({ name, pictures, isReady, help, onBegin }: Wishes): ReactElement {
  const t = useTexts();
  return (
    <div className="stage attract">
      <Loop pictures={pictures} />
      <main>
        <button type="button" className="begin" onClick={onBegin} disabled={!isReady}>
          <span className="brand">{name || t.name}</span>
          <span className="title">{t.title}</span>
          <span className="call">{isReady ? t.begin : t.wait}</span>
        </button>
      </main>
      <Foot help={help} />
    </div>
  );
}

/** Two layers: the next picture is loaded before it comes; one that does not load is passed over. */
function Loop({ pictures }: { pictures: readonly string[] }): ReactElement {
  const [shown, setShown] = useState<readonly { turn: number; address: string }[]>([]);

  useEffect(() => {
    if (pictures.length === 0) return;
    let isOver = false;
    let timer = 0;
    const come = (at: number) => {
      const address = pictures[at % pictures.length] ?? "";
      const next = new Image();
      const later = (wait_ms: number) => {
        if (!isOver) timer = window.setTimeout(() => come(at + 1), wait_ms);
      };
      next.onload = () => {
        if (isOver) return;
        setShown((before) => [...before, { turn: at, address }].slice(-2));
        later(EACH_MS);
      };
      next.onerror = () => later(1_000);
      next.src = address;
    };
    come(0);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [pictures]);

  return (
    <div className="loop" aria-hidden="true">
      {shown.map(({ turn, address }) => (
        <img key={turn} src={address} alt="" />
      ))}
    </div>
  );
}
