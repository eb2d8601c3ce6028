/** What the kiosk knows of its place: asked at the start and again between visitors; the last answer holds meanwhile. */
import { useEffect, useState } from "react";
import { type Ask, Refusal } from "./server/ask";
import { Outbox } from "./server/outbox";
import type { Notice, Place } from "./server/types";
import { type Language, TEXTS } from "./text/texts";

export interface House {
  place: Place;
  notices: Record<Language, Notice>;
  pictures: readonly string[]; // for the attract loop
}

export type Standing = { house: House | null; refused: boolean };

const RENEW_MS = 10 * 60_000;
const LANGUAGES = Object.keys(TEXTS) as Language[];

async function asked(ask: Ask, signal: AbortSignal): Promise<House> {
  const [place, { pictures }, ...notices] = await Promise.all([
    ask<Place>("api/place", { signal }),
    ask<{ pictures: string[] }>("api/attract?limit=12", { signal }),
    ...LANGUAGES.map((language) => ask<Notice>(`api/notice?language=${language}`, { signal })),
  ]);
  const told = Object.fromEntries(LANGUAGES.map((language, index) => [language, notices[index]]));
  return { place, notices: told as House["notices"], pictures };
}

/** `isIdle`: nobody is there, so that the place may change under nobody's hands. */
export function useHouse(ask: Ask, isIdle: boolean, onAway: (away: boolean) => void): Standing {
  const [standing, setStanding] = useState<Standing>({ house: null, refused: false });

  useEffect(() => {
    if (!isIdle) return;
    const outbox = new Outbox(onAway);
    const renew = () =>
      outbox
        .add((signal) => asked(ask, signal))
        .then((house) => setStanding({ house, refused: false }))
        .catch((error: unknown) => {
          const isKey = error instanceof Refusal && (error.status === 401 || error.status === 403);
          if (isKey) setStanding((before) => ({ ...before, refused: true }));
        });
    void renew();
    const timer = setInterval(renew, RENEW_MS);
    return () => {
      clearInterval(timer);
      outbox.leave();
    };
  }, [ask, isIdle, onAway]);

  return standing;
}
