/** A screen that nobody touches begins anew, with a countdown that anybody can stop. */
import { type ReactElement, useEffect, useRef, useState } from "react";
import { type Idle, idleAt } from "../model/idle";
import { fill, useTexts } from "../text/texts";

const LOOK_EVERY_MS = 250;

/** The countdown while somebody may be there; null otherwise. */
export function useIdle(isOn: boolean, idle_s: number, onOver: () => void): Idle | null {
  const [idle, setIdle] = useState<Idle | null>(null);
  const over = useRef(onOver);
  over.current = onOver;

  useEffect(() => {
    if (!isOn) return;
    let touched_ms = Date.now();
    const touch = () => {
      touched_ms = Date.now();
      setIdle(null);
    };
    const look = () => {
      const now = idleAt(Date.now(), touched_ms, idle_s);
      if (now.isOver) over.current();
      else setIdle((before) => (now.isWarned ? (before?.left_s === now.left_s ? before : now) : null));
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    const kinds = ["pointerdown", "keydown", "wheel"] as const;
    for (const kind of kinds) addEventListener(kind, touch, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const kind of kinds) removeEventListener(kind, touch, { capture: true });
      setIdle(null);
    };
  }, [isOn, idle_s]);

  return idle;
}

export function Countdown({ idle }: { idle: Idle }): ReactElement {
  const t = useTexts();
  return (
    <section className="countdown" aria-label={t.idle.title}>
      <b aria-hidden="true">{idle.left_s}</b>
      <p>
        <strong role="status">{t.idle.title}</strong>
        <span>{fill(t.idle.left, { seconds: idle.left_s })}</span>
      </p>
      <button type="button" className="primary">
        {t.idle.stay}
      </button>
    </section>
  );
}
