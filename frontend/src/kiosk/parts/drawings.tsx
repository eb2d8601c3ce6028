/** Simple drawings: a face for each mood, a sign for each season, weather and time. */
import type { ReactElement, ReactNode } from "react";

const MOODS: Readonly<Record<string, ReactNode>> = {
  happy: <path d="M15 20.5q2-2.5 4 0M29 20.5q2-2.5 4 0M14 28q10 11 20 0" />,
  surprised: (
    <>
      <path d="M13.5 15q3-3 6-1M28.5 14q3-2 6 1" />
      <circle cx="17" cy="21" r="1.6" className="dot" />
      <circle cx="31" cy="21" r="1.6" className="dot" />
      <ellipse cx="24" cy="32" rx="3.2" ry="4.4" />
    </>
  ),
  calm: <path d="M14 20.5q3 2.6 6 0M28 20.5q3 2.6 6 0M18 31q6 2.4 12 0" />,
  angry: (
    <>
      <path d="M13 16l7 3.4M35 16l-7 3.4M17 33.5q7-5.5 14 0" />
      <circle cx="18" cy="22.5" r="1.6" className="dot" />
      <circle cx="30" cy="22.5" r="1.6" className="dot" />
    </>
  ),
  fear: (
    <>
      <path d="M13 17.5q3.4-.6 6-3.5M35 17.5q-3.4-.6-6-3.5M15.500 33q2.200-3 4.300 0t4.300 0t4.300 0t4.300 0" />
      <circle cx="17" cy="22" r="2.4" />
      <circle cx="31" cy="22" r="2.4" />
    </>
  ),
  confused: (
    <>
      <path d="M13 17q3-2.600 6-.5M28.500 14.500q3-2 6 0M17 33q4-4.500 8-2t6-1.500" />
      <circle cx="17" cy="21.500" r="1.600" className="dot" />
      <circle cx="31" cy="20.500" r="1.600" className="dot" />
    </>
  ),
  disgusted: (
    <path d="M14 19l5 2.500l-5 2M34 19l-5 2.500l5 2M16 32q4-4 8-1.500t8-1.500M27 31.500v3.500q2 2 4 0v-4" />
  ),
  sad: (
    <>
      <path d="M13 18.500q3.500-.8 6-3.500M35 18.500q-3.500-.8-6-3.500M16.500 34q7.500-6.500 15 0" />
      <circle cx="17.500" cy="22.500" r="1.600" className="dot" />
      <circle cx="30.500" cy="22.500" r="1.600" className="dot" />
    </>
  ),
  "": <path d="M19 19.500q0-5 5-5t5 5q0 3-3 4.500t-2 4.500M24 33v.2" />,
};

const CLOUD = "M15 33h18a6.500 6.500 0 0 0 .6-13a9.500 9.500 0 0 0-18.300 1.600a5.800 5.800 0 0 0-.3 11.400z";
const SIGNS: Readonly<Record<string, ReactNode>> = {
  spring: (
    <>
      <circle cx="24" cy="24" r="3" />
      <path d="M24 21q-6-4-4-9q4-1 4 3q0-4 4-3q2 5-4 9M27 23q3-6.500 8-5.500q2 3.500-1.800 4.700q4 .8 2.800 4.500q-4 2.800-8.800-1.700M26 26.500q6 3 5 8.200q-3.500 2-4.700-1.600q-1 3.800-4.700 2.600q-2.400-4.500 2.200-8.800M21 25q-4.500 5-9 3.200q-1.500-3.800 2.300-4.700q-3.800-1.200-2.300-4.800q5-1.700 8.700 4" />
    </>
  ),
  summer: (
    <>
      <path d="M10 38q10-26 28-28q0 20-16 24q-4 1-8-.500" />
      <path d="M16 32q8-9 15-14M20.500 27.500v-6M24 24.200l6 .8" />
    </>
  ),
  autumn: (
    <path d="M24 40v-9M24 31l-10 2l2-4l-7-5l3-1l-1-5l5 1.500l1.500-3l4 6l-1.500-9l3 1.500l1-5l1 5l3-1.500l-1.500 9l4-6l1.500 3l5-1.500l-1 5l3 1l-7 5l2 4z" />
  ),
  winter: (
    <path d="M24 8v32M10.200 16l27.600 16M37.800 16l-27.600 16M20 11l4 4l4-4M20 37l4-4l4 4M10.500 21.500l5.500-1.500l-1.500-5.500M37.500 26.500l-5.500 1.500l1.500 5.500M37.500 21.500l-5.500-1.500l1.500-5.500M10.500 26.500l5.500 1.500l-1.500 5.500" />
  ),
  cloudy: <path d={CLOUD} />,
  rainy: (
    <>
      <path d={CLOUD} transform="translate(0 -5)" />
      <path d="M17 33l-2 6M24 33l-2 6M31 33l-2 6" />
    </>
  ),
  snowy: (
    <>
      <path d={CLOUD} transform="translate(0 -5)" />
      <path d="M16 34v5M13.800 35.200l4.400 2.500M18.200 35.200l-4.400 2.500M30 34v5M27.800 35.200l4.400 2.500M32.200 35.200l-4.400 2.500M23 36.500v5M20.800 37.700l4.400 2.500M25.200 37.700l-4.400 2.500" />
    </>
  ),
  sunny: (
    <>
      <circle cx="24" cy="24" r="7.500" />
      <path d="M24 8v4M24 36v4M8 24h4M36 24h4M12.700 12.700l2.800 2.800M32.500 32.500l2.800 2.800M12.700 35.300l2.800-2.800M32.500 15.500l2.800-2.800" />
    </>
  ),
  day: (
    <>
      <path d="M7 35h34" />
      <circle cx="24" cy="20" r="7" />
      <path d="M24 7v3M11 20h3M34 20h3M14.800 10.800l2 2M33.200 10.800l-2 2" />
    </>
  ),
  sunset: (
    <>
      <path d="M7 31h34M12 36h24M17 41h14" />
      <path d="M14 31a10 10 0 0 1 20 0M24 13v4M11 19.500l2.800 2.600M37 19.500l-2.800 2.600" />
    </>
  ),
  "the-early-dawn": (
    <>
      <path d="M7 35h34M16 35a8 8 0 0 1 16 0" />
      <path d="M24 11v9M20.500 14.500l3.500-3.500l3.500 3.500M11 26l2.500 2M37 26l-2.500 2" />
    </>
  ),
  "the-middle-of-the-night": (
    <>
      <path d="M33 29a13 13 0 1 1-13-18a10.500 10.500 0 0 0 13 18z" />
      <path d="M33 11v6M30 14h6M38.500 21v3M37 22.500h3" />
    </>
  ),
};

/** Drawings say nothing to a screen reader: the word stands beside them. */
function Drawing({ children }: { children: ReactNode }): ReactElement {
  return (
    <svg viewBox="0 0 48 48" className="drawing" aria-hidden="true">
      {children}
    </svg>
  );
}

export function MoodFace({ mood }: { mood: string }): ReactElement {
  return (
    <Drawing>
      <circle cx="24" cy="24" r="19" />
      {MOODS[mood]}
    </Drawing>
  );
}

export const Sign = ({ of }: { of: string }): ReactElement => <Drawing>{SIGNS[of]}</Drawing>;

const MARKS = {
  heart: "M24 40C10 30 6 23 6 17a9 9 0 0 1 18-3a9 9 0 0 1 18 3c0 6-4 13-18 23z",
  no: "M24 6a18 18 0 1 0 0 36a18 18 0 1 0 0-36M11.500 36.500l25-25",
  back: "M29 10L15 24l14 14",
  next: "M19 10l14 14l-14 14",
  over: "M37 19A14 14 0 1 0 38 26M38 10v9h-9",
  camera: "M6 15h8l4-5h12l4 5h8v24H6zM24 20a7 7 0 1 0 0 14a7 7 0 1 0 0-14",
  hand: "M17 26V12a3 3 0 0 1 6 0v11V9a3 3 0 0 1 6 0v14v-10a3 3 0 0 1 6 0v17c0 7-5 11-11 11c-5 0-8-2-10-6l-6-9c-1-3 3-5 5-2z",
  larger: "M6 36L15 12l9 24M9 28h12M30 36l6-15l6 15M32 31h8",
  contrast: "M24 6a18 18 0 1 0 0 36a18 18 0 1 0 0-36",
} as const;

export const Mark = ({ of }: { of: keyof typeof MARKS }): ReactElement => (
  <Drawing>
    <path d={MARKS[of]} />
    {of === "contrast" && <path d="M24 6a18 18 0 0 1 0 36z" className="dot" />}
  </Drawing>
);
