/** What is done here, before anything is opened: with a camera or by hand, equally large. */
import { type ReactElement, useState } from "react";
import { Mark } from "../parts/drawings";
import type { Notice } from "../server/types";
import { useTexts } from "../text/texts";

interface Wishes {
  notice: Notice;
  mayRemember: boolean;
  isBack: boolean; // known again by a code
  onCode: (() => void) | null; // null: no code is asked for here
  onAgree: (given: { camera: boolean; remember?: boolean }) => void;
}

export function Consent({ notice, mayRemember, isBack, onCode, onAgree }: Wishes): ReactElement {
  const t = useTexts();
  const [remember, setRemember] = useState(false);
  const reads = notice.yes !== "";
  return (
    <>
      {isBack && (
        <p className="lead" role="status">
          {t.consent.welcome}
        </p>
      )}
      {notice.reason && <p className="reason-off">{notice.reason}</p>}
      <ul className="notice">
        {notice.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {reads && mayRemember && (
        <button
          type="button"
          className="remember"
          aria-pressed={remember}
          onClick={() => setRemember((before) => !before)}
        >
          {t.consent.remember}
        </button>
      )}
      <div className="ways">
        {reads && (
          <button type="button" onClick={() => onAgree({ camera: true, remember })}>
            <Mark of="camera" />
            <strong>{t.consent.open}</strong>
            <span>{t.consent.openHint}</span>
          </button>
        )}
        <button type="button" onClick={() => onAgree({ camera: false })}>
          <Mark of="hand" />
          <strong>{t.consent.hand}</strong>
          <span>{t.consent.handHint}</span>
        </button>
      </div>
      {onCode && (
        <button type="button" className="with-code" onClick={onCode}>
          <strong>{t.consent.code}</strong>
          <small>{t.consent.codeHint}</small>
        </button>
      )}
    </>
  );
}
