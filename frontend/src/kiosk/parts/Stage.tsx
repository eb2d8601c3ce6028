/** The frame of every step: a picture behind it, the way back, how far one has come, and help to see and touch. */
import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { LAST_DOT } from "../model/kiosk";
import { fill, type Language, NAMES, useTexts } from "../text/texts";
import { Mark } from "./drawings";

export interface Help {
  language: Language;
  languages: readonly Language[];
  larger: boolean;
  contrast: boolean;
  isAway: boolean;
  label: string; // pictures are made by AI, in the place's words
  speak: (language: Language) => void;
  enlarge: () => void;
  sharpen: () => void;
}

interface Wishes {
  name: string; // of the step, for its style
  title: string;
  dot: number;
  behind: string | null; // address of the picture behind everything
  help: Help;
  onBack: () => void;
  onOver: () => void;
  children: ReactNode;
}

export function Stage({ name, title, dot, behind, help, onBack, onOver, children }: Wishes): ReactElement {
  const t = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is read out from its title on
  useEffect(() => heading.current?.focus(), [name]);
  return (
    <div className={`stage ${name}`}>
      {behind && <img className="behind" src={behind} alt="" />}
      <header>
        <button type="button" className="quiet" onClick={onBack}>
          <Mark of="back" />
          <span>{t.back}</span>
        </button>
        <Dots dot={dot} />
        <button type="button" className="quiet" onClick={onOver}>
          <Mark of="over" />
          <span>{t.startOver}</span>
        </button>
      </header>
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
      <Foot help={help} />
    </div>
  );
}

function Dots({ dot }: { dot: number }): ReactElement {
  const t = useTexts();
  const steps = Array.from({ length: LAST_DOT }, (_, index) => index + 1);
  return (
    <p className="dots">
      <span className="unseen">{fill(t.progress, { step: dot, of: LAST_DOT })}</span>
      {steps.map((step) => (
        <i key={step} className={step === dot ? "now" : step < dot ? "done" : ""} />
      ))}
    </p>
  );
}

export function Foot({ help }: { help: Help }): ReactElement {
  const t = useTexts();
  return (
    <footer>
      <p className="label">{help.label || t.made}</p>
      <p className="away" role="status">
        {help.isAway && t.away}
      </p>
      <div className="helps">
        {help.languages.length > 1 && (
          <fieldset className="languages">
            <legend className="unseen">{t.language}</legend>
            {help.languages.map((language) => (
              <button
                type="button"
                key={language}
                lang={language}
                aria-pressed={language === help.language}
                onClick={() => help.speak(language)}
              >
                {NAMES[language]}
              </button>
            ))}
          </fieldset>
        )}
        <button type="button" aria-pressed={help.larger} onClick={help.enlarge}>
          <Mark of="larger" />
          <span>{t.larger}</span>
        </button>
        <button type="button" aria-pressed={help.contrast} onClick={help.sharpen}>
          <Mark of="contrast" />
          <span>{t.contrast}</span>
        </button>
      </div>
    </footer>
  );
}
