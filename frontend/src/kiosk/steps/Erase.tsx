/** Being forgotten here, at once: for those who carry no phone. */
import { type ReactElement, useState } from "react";
import { useTexts } from "../text/texts";

interface Wishes {
  isErased: boolean;
  onErase: () => Promise<void>;
  onKeep: () => void;
  onOver: () => void;
}

export function Erase({ isErased, onErase, onKeep, onOver }: Wishes): ReactElement {
  const t = useTexts();
  const [state, setState] = useState<"asked" | "sent" | "failed">("asked");
  const erase = () => {
    setState("sent");
    onErase().catch(() => setState("failed"));
  };
  return (
    <>
      <p className="lead" role="status">
        {isErased ? t.erase.done : state === "failed" ? t.erase.failed : t.erase.text}
      </p>
      <div className="choices">
        {isErased ? (
          <button type="button" className="primary" onClick={onOver}>
            {t.final.done}
          </button>
        ) : (
          <>
            <button type="button" className="primary" disabled={state === "sent"} onClick={erase}>
              {state === "sent" ? t.wait : t.erase.yes}
            </button>
            <button type="button" disabled={state === "sent"} onClick={onKeep}>
              {t.erase.keep}
            </button>
          </>
        )}
      </div>
    </>
  );
}
