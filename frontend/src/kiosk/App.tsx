/** This device: its key, its place, its words and how it is seen; then the kiosk, or one of the test pages. */
import {
  Fragment,
  type ReactElement,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from "react";
import { Kiosk } from "./Kiosk";
import { EmotionMode } from "./modes/EmotionMode";
import { GardenMode } from "./modes/GardenMode";
import type { Help } from "./parts/Stage";
import { Countdown, useIdle } from "./parts/useIdle";
import { askWith } from "./server/ask";
import type { Settings } from "./settings";
import { type Language, TEXTS, TextContext, useTexts } from "./text/texts";
import { useHouse } from "./useHouse";
import { useRenewal } from "./useRenewal";

interface Seen {
  language: Language | null;
  larger: boolean;
  contrast: boolean;
}

export function App({ settings, token }: { settings: Settings; token: string | null }): ReactElement {
  const ask = useMemo(() => askWith(token), [token]);
  const [isAway, setAway] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const usual: Seen = settings;
  const [seen, setSeen] = useState<Seen>(usual);
  const { house, refused } = useHouse(ask, !isBusy, setAway);
  useRenewal(!isBusy);
  const language = seen.language ?? house?.place.languages[0] ?? "en";
  const change = (part: Partial<Seen>) => setSeen((before) => ({ ...before, ...part }));
  const help: Help = {
    language,
    languages: house?.place.languages ?? [],
    larger: seen.larger,
    contrast: seen.contrast,
    isAway,
    label: house?.notices[language].label ?? "",
    speak: (chosen) => change({ language: chosen }),
    enlarge: () => change({ larger: !seen.larger }),
    sharpen: () => change({ contrast: !seen.contrast }),
  };
  const busy = useCallback(
    (now: boolean) => {
      setBusy(now);
      if (!now) setSeen(settings); // the next visitor finds the screen as it was set up
    },
    [settings],
  );

  useEffect(() => {
    const { documentElement: page } = document;
    page.lang = language;
    page.dataset.contrast = seen.contrast ? "high" : "usual";
    page.dataset.targets = seen.larger ? "large" : "usual";
  }, [language, seen.contrast, seen.larger]);

  const shown = () => {
    if (refused) return <NotSetUp hasKey={token !== null} />;
    if (settings.mode === "kiosk" || !house) {
      return (
        <Kiosk ask={ask} house={house} zone={settings.zone} help={help} onAway={setAway} onBusy={busy} />
      );
    }
    const part = { ask, notice: house.notices[language], help };
    const path = settings.mode === "garden" ? "gardenfromDB" : "garden";
    return (
      <UntilLeft idle_s={house.place.idle_s} onUsed={setBusy} onLeft={() => setSeen(settings)}>
        {settings.mode === "emotion" ? (
          <EmotionMode {...part} />
        ) : (
          <GardenMode {...part} path={path} onAway={setAway} />
        )}
      </UntilLeft>
    );
  };
  return <TextContext value={TEXTS[language]}>{shown()}</TextContext>;
}

interface LeftWishes {
  idle_s: number;
  onUsed: (used: boolean) => void;
  onLeft: () => void;
  children: ReactNode;
}

/** A test page that somebody has used and left begins anew: camera, frame and likes are gone. */
function UntilLeft({ idle_s, onUsed, onLeft, children }: LeftWishes): ReactElement {
  const [turn, setTurn] = useState(0);
  const [isUsed, setUsed] = useState(false);
  const idle = useIdle(isUsed, idle_s, () => {
    setUsed(false);
    setTurn((before) => before + 1);
    onLeft();
  });
  useEffect(() => onUsed(isUsed), [isUsed, onUsed]);
  useEffect(() => {
    const use = () => setUsed(true);
    addEventListener("pointerdown", use);
    addEventListener("keydown", use);
    return () => {
      removeEventListener("pointerdown", use);
      removeEventListener("keydown", use);
    };
  }, []);
  return (
    <>
      <Fragment key={turn}>{children}</Fragment>
      {idle && <Countdown idle={idle} />}
    </>
  );
}

function NotSetUp({ hasKey }: { hasKey: boolean }): ReactElement {
  const t = useTexts();
  return (
    <div className="stage not-set-up">
      <main>
        <h1>{t.setUp.title}</h1>
        {hasKey && <p>{t.setUp.refused}</p>}
        <p>{t.setUp.how}</p>
      </main>
    </div>
  );
}
