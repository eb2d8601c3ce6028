/** What the kiosk shows, as plain data, and how it changes; nothing here asks the server or opens a camera. */
import type { FaceGuess, Feeling, Final, Live, Opinion, ShownPicture, Slate } from "../server/types";

export type Step =
  | "attract"
  | "consent"
  | "code"
  | "photo"
  | "child"
  | "guess"
  | "mood"
  | "favorite"
  | "pictures"
  | "chosen"
  | "final"
  | "erase";

/** The six of the exhibition, as dots; steps that take turns share one. */
const DOTS: Record<Step, number> = {
  attract: 0,
  consent: 1,
  code: 1,
  photo: 2,
  child: 2,
  guess: 2,
  mood: 2,
  favorite: 3,
  pictures: 4,
  chosen: 5,
  final: 6,
  erase: 6,
};
export const LAST_DOT = 6;

export type Trouble = "denied" | "missing" | "busy" | "away" | "off" | "failed" | "nobody";

export interface Moment {
  season: string | null;
  weather: string | null;
  time: string | null;
}

export interface State {
  path: readonly Step[]; // the way here; the last is on the screen, none is the attract loop
  isBack: boolean; // known again by a code
  trouble: Trouble | null; // why the photo told nothing
  guess: FaceGuess | null;
  feeling: Feeling | null; // null: nothing said yet
  moment: Moment;
  slate: Slate | null; // null: on its way
  trio: Slate | null; // the chosen picture and two that go with it
  chosen: ShownPicture | null;
  opinions: Readonly<Record<string, Opinion>>;
  taken: Final | null;
  isErased: boolean; // forgotten, here
  live: Live;
}

export type Event =
  | { kind: "went"; to: Step }
  | { kind: "back" }
  | { kind: "over" }
  | { kind: "returned" }
  | { kind: "troubled"; trouble: Trouble }
  | { kind: "guessed"; guess: FaceGuess }
  | { kind: "felt"; feeling: Feeling }
  | { kind: "wished"; moment: Partial<Moment> }
  | { kind: "asked"; for: "slate" | "trio" }
  | { kind: "came"; for: "slate" | "trio"; slate: Slate }
  | { kind: "chose"; picture: ShownPicture }
  | { kind: "thought"; item: string; opinion: Opinion }
  | { kind: "took"; taken: Final }
  | { kind: "erased" }
  | { kind: "lives"; live: Live };

export const BEGIN: State = {
  path: [],
  isBack: false,
  trouble: null,
  guess: null,
  feeling: null,
  moment: { season: null, weather: null, time: null },
  slate: null,
  trio: null,
  chosen: null,
  opinions: {},
  taken: null,
  isErased: false,
  live: { state: "off", picture: null },
};

export const stepOf = (state: State): Step => state.path.at(-1) ?? "attract";

export const dotOf = (step: Step): number => DOTS[step];

/** `season,weather,time`, or empty while one of them is open. */
export const favoriteOf = ({ season, weather, time }: Moment): string =>
  season && weather && time ? `${season},${weather},${time}` : "";

export function kiosk(state: State, event: Event): State {
  switch (event.kind) {
    case "went":
      return went(state, event.to);
    case "back":
      return state.path.length > 1 ? { ...state, path: earlier(state.path), trouble: null } : BEGIN;
    case "over":
      return BEGIN;
    case "returned":
      return went({ ...state, isBack: true }, "consent");
    case "troubled":
      return { ...state, trouble: event.trouble };
    case "guessed":
      return went({ ...state, guess: event.guess, feeling: event.guess.emotion }, "guess");
    case "felt":
      return { ...state, feeling: event.feeling };
    case "wished":
      return { ...state, moment: { ...state.moment, ...event.moment } };
    case "asked":
      return { ...state, [event.for]: null };
    case "came":
      return { ...state, [event.for]: event.slate, opinions: known(state.opinions, event.slate) };
    case "chose":
      return { ...state, chosen: event.picture, trio: null, taken: null };
    case "thought":
      return { ...state, opinions: { ...state.opinions, [event.item]: event.opinion } };
    case "took":
      return { ...state, taken: event.taken };
    case "erased":
      return { ...BEGIN, path: ["erase"], isErased: true };
    case "lives":
      return { ...state, live: event.live };
  }
}

/** Forward, or back to where the way has been already. */
function went(state: State, to: Step): State {
  const been = state.path.indexOf(to);
  const path = been < 0 ? [...state.path, to] : state.path.slice(0, been + 1);
  return { ...state, path, trouble: null };
}

/** The way without its last step, and without those that only ask: going back asks nothing twice. */
function earlier(path: readonly Step[]): readonly Step[] {
  const shorter = path.slice(0, -1);
  return shorter.at(-1) === "child" ? earlier(shorter) : shorter;
}

/** What the server knows of the pictures, but for what was said here meanwhile. */
function known(said: State["opinions"], slate: Slate): State["opinions"] {
  const told = Object.fromEntries(slate.pictures.map(({ item, opinion }) => [item, opinion]));
  return { ...told, ...said };
}
