/** The kiosk at work: each touch changes what is shown at once, and is told to the server behind it. */
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import {
  BEGIN,
  type Event,
  favoriteOf,
  kiosk,
  type State,
  type Step,
  stepOf,
  type Trouble,
} from "./model/kiosk";
import { pressedDislike, pressedLike, type Said } from "./model/opinion";
import { type Ask, Away, Refusal } from "./server/ask";
import { Talk } from "./server/talk";
import type { Feeling, Live, ShownPicture } from "./server/types";

const LIVE_EVERY_MS = 3_000;
const PAINTING: Live = { state: "painting", picture: null };
const OFF: Live = { state: "off", picture: null };

export interface Wishes {
  language: string;
  zone: string | null;
  live: boolean; // whether pictures are painted for visitors here
}

export interface Acts {
  begin: () => void;
  go: (to: Step) => void;
  back: () => void;
  over: () => void;
  codeIn: (frame: Blob, signal: AbortSignal) => Promise<string | null>;
  comeBack: (code: string, signal: AbortSignal) => Promise<boolean>;
  agree: (given: { camera: boolean; adult?: boolean; remember?: boolean }) => void;
  look: (frames: readonly Blob[], signal: AbortSignal) => Promise<void>;
  trouble: (trouble: Trouble) => void;
  confirm: () => void;
  feel: (feeling: Feeling) => void;
  wish: (moment: Partial<State["moment"]>) => void;
  show: (anything: boolean) => void;
  more: () => void;
  like: (picture: ShownPicture, slate: string) => void;
  dislike: (picture: ShownPicture, slate: string) => void;
  choose: (picture: ShownPicture) => void;
  take: () => void;
  erase: () => Promise<void>;
}

/** `onAway` hears whether the server answers. */
export function useKiosk(
  ask: Ask,
  wishes: Wishes,
  onAway: (away: boolean) => void,
): { state: State; acts: Acts } {
  const [state, dispatch] = useReducer(kiosk, BEGIN);
  const talk = useRef<Talk | null>(null);
  const now = useRef(state);
  now.current = state;

  const over = useCallback(() => {
    talk.current?.leave();
    talk.current = null;
    dispatch({ kind: "over" });
  }, []);

  /** What came of something that was told; a visit that has ended or is refused begins anew. */
  const heard = useCallback(
    <Answer>(
      answer: Promise<Answer> | undefined,
      then?: (answer: Answer) => Event | null,
      onGone: () => void = over,
    ) => {
      const asking = talk.current;
      answer
        ?.then((value) => {
          const event = then?.(value);
          if (event && talk.current === asking) dispatch(event);
        })
        .catch((error: unknown) => {
          if (!(error instanceof Refusal) || talk.current !== asking) return;
          if (error.status === 404) onGone();
          else if (isLost(error)) over();
        });
    },
    [over],
  );

  const acts = useMemo<Acts>(() => {
    const go = (to: Step) => dispatch({ kind: "went", to });
    const ask3 = (part: "slate" | "trio", wish: { chosen?: string; more?: boolean }, onGone?: () => void) => {
      dispatch({ kind: "asked", for: part });
      heard(talk.current?.slate(wish), (slate) => ({ kind: "came", for: part, slate }), onGone);
    };
    const retracted = () => {
      ask3("slate", {});
      go("pictures");
    };
    const say = (picture: ShownPicture, slate: string, said: Said) => {
      dispatch({ kind: "thought", item: picture.item, opinion: said.opinion });
      const sent = talk.current?.opinion(picture.item, slate, said.kind, newEvent());
      heard(sent, undefined, () => undefined); // the picture was retracted meanwhile
    };
    return {
      go,
      over,
      back: () => (now.current.path.length > 1 ? dispatch({ kind: "back" }) : over()),
      begin: () => {
        talk.current?.leave();
        talk.current = new Talk(ask, onAway);
        const { language, zone } = wishes;
        heard(talk.current.begin({ surface: "kiosk", language, zone }));
        go("consent");
      },
      codeIn: (frame, signal) => talk.current?.codeIn(frame, signal) ?? Promise.resolve(null),
      comeBack: async (code, signal) => {
        const asking = talk.current;
        const { language, zone } = wishes;
        const visit = await asking?.comeBack({ surface: "kiosk", language, zone }, code, signal);
        if (!visit?.returned || talk.current !== asking) return false;
        dispatch({ kind: "returned" });
        return true;
      },
      agree: (given) => {
        heard(talk.current?.consent(given));
        go(given.camera ? "photo" : "mood");
      },
      look: async (frames, signal) => {
        const visit = await talk.current?.face(frames, signal);
        if (visit?.face) dispatch({ kind: "guessed", guess: visit.face });
      },
      trouble: (trouble) => dispatch({ kind: "troubled", trouble }),
      confirm: () => {
        heard(talk.current?.mood(now.current.guess?.emotion ?? "", "confirmed"));
        go("favorite");
      },
      feel: (feeling) => {
        const source = now.current.path.includes("guess") ? "corrected" : "hand";
        dispatch({ kind: "felt", feeling });
        heard(talk.current?.mood(feeling, source));
        go("favorite");
      },
      wish: (moment) => dispatch({ kind: "wished", moment }),
      show: (anything) => {
        heard(talk.current?.favorite(anything ? "" : favoriteOf(now.current.moment)));
        ask3("slate", {});
        go("pictures");
      },
      more: () => ask3("slate", { more: true }),
      like: (picture, slate) => say(picture, slate, pressedLike(now.current.opinions[picture.item] ?? 0)),
      dislike: (picture, slate) =>
        say(picture, slate, pressedDislike(now.current.opinions[picture.item] ?? 0)),
      choose: (picture) => {
        dispatch({ kind: "chose", picture });
        ask3("trio", { chosen: picture.item }, retracted);
        go("chosen");
      },
      take: () => {
        const { chosen } = now.current;
        if (!chosen) return;
        heard(talk.current?.take(chosen.item), (taken) => ({ kind: "took", taken }), retracted);
        go("final");
      },
      erase: async () => {
        const asking = talk.current;
        await asking?.forget();
        if (talk.current === asking) dispatch({ kind: "erased" });
      },
    };
  }, [ask, wishes, onAway, heard, over]);

  useLive(wishes.live && stepOf(state) === "pictures", talk, dispatch);
  return { state, acts };
}

/** While the visitor chooses, ask for a picture that is painted meanwhile, until it is there. */
function useLive(isWanted: boolean, talk: { current: Talk | null }, dispatch: (event: Event) => void): void {
  useEffect(() => {
    if (!isWanted) return;
    const leaving = new AbortController();
    let timer = 0;
    const look = async () => {
      const live = await talk.current?.live(leaving.signal).catch((error: unknown) => {
        return error instanceof Away ? PAINTING : OFF;
      });
      if (leaving.signal.aborted || !live) return;
      dispatch({ kind: "lives", live });
      if (live.state === "painting") timer = window.setTimeout(look, LIVE_EVERY_MS);
    };
    timer = window.setTimeout(look, 0);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [isWanted, talk, dispatch]);
}

/** Whether the visit is not to be gone on with: it has ended, or the key of the device is not accepted any more. */
const isLost = ({ status }: Refusal): boolean => status === 401 || status === 409;

/** A name that nothing else has; `randomUUID` is there on secure pages alone. */
function newEvent(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Why looking at the frames told nothing. */
export function troubleOfLooking(error: unknown): Trouble | "child" {
  if (!(error instanceof Refusal)) return "away";
  if (error.code === "no_face") return "nobody";
  if (error.code === "adult_needed") return "child";
  return error.code === "emotion_reading_off" ? "off" : "failed";
}
