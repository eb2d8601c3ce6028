/** The kiosk: one step at a time. */
import { type ReactElement, useMemo } from "react";
import { dotOf, type State, type Step, stepOf } from "./model/kiosk";
import { type Help, Stage } from "./parts/Stage";
import { Countdown, useIdle } from "./parts/useIdle";
import type { Ask } from "./server/ask";
import { Attract } from "./steps/Attract";
import { Chosen } from "./steps/Chosen";
import { Code } from "./steps/Code";
import { Consent } from "./steps/Consent";
import { Erase } from "./steps/Erase";
import { Favorite } from "./steps/Favorite";
import { Final } from "./steps/Final";
import { Child, Guess } from "./steps/Guess";
import { Mood } from "./steps/Mood";
import { Photo } from "./steps/Photo";
import { Pictures } from "./steps/Pictures";
import { type Texts, useTexts } from "./text/texts";
import type { House } from "./useHouse";
import { type Acts, troubleOfLooking, useKiosk } from "./useKiosk";

interface Wishes {
  ask: Ask;
  house: House | null;
  zone: string | null;
  help: Help;
  onAway: (away: boolean) => void;
  onBusy: (busy: boolean) => void; // whether somebody is there
}

export function Kiosk({ ask, house, zone, help, onAway, onBusy }: Wishes): ReactElement {
  const t = useTexts();
  const live = house?.place.live ?? false;
  const wishes = useMemo(() => ({ language: help.language, zone, live }), [help.language, zone, live]);
  const { state, acts } = useKiosk(ask, wishes, onAway);
  const step = stepOf(state);
  const over = () => {
    acts.over();
    onBusy(false);
  };
  const idle = useIdle(step !== "attract", house?.place.idle_s ?? 60, over);

  if (step === "attract" || !house) {
    const begin = () => {
      onBusy(true);
      acts.begin();
    };
    const pictures = house?.pictures ?? [];
    return (
      <Attract
        name={house?.place.name ?? ""}
        pictures={pictures}
        isReady={house !== null}
        help={help}
        onBegin={begin}
      />
    );
  }
  const back = () => (state.path.length > 1 ? acts.back() : over());
  return (
    <>
      <Stage
        name={step}
        title={titleOf(step, house, help, t)}
        dot={dotOf(step)}
        behind={behindOf(state, house)}
        help={help}
        onBack={back}
        onOver={over}
      >
        <OfStep state={state} acts={acts} house={house} language={help.language} onOver={over} />
      </Stage>
      {idle && <Countdown idle={idle} />}
    </>
  );
}

/** What lies behind a step: the picture that it is about, where there is one. */
function behindOf(state: State, house: House): string | null {
  if (stepOf(state) === "chosen" || stepOf(state) === "final") return state.chosen?.url ?? null;
  return house.pictures[0] ?? null;
}

function titleOf(step: Step, house: House, { language }: Help, t: Texts): string {
  if (step === "consent") return house.notices[language].title;
  return step === "attract" ? t.title : t[step].title;
}

interface StepWishes {
  state: State;
  acts: Acts;
  house: House;
  language: Help["language"];
  onOver: () => void;
}

function OfStep({ state, acts, house, language, onOver }: StepWishes): ReactElement | null {
  const opinions = { opinions: state.opinions, onLike: acts.like, onDislike: acts.dislike };
  const byHand = () => acts.agree({ camera: false });
  switch (stepOf(state)) {
    case "consent": {
      const mayRemember = house.place.returning === "face";
      const onCode = house.place.returning === "none" || state.isBack ? null : () => acts.go("code");
      const consent = { notice: house.notices[language], mayRemember, isBack: state.isBack, onCode };
      return <Consent {...consent} onAgree={acts.agree} />;
    }
    case "code":
      return <Code onFrame={acts.codeIn} onCode={acts.comeBack} onWithout={acts.back} />;
    case "photo":
      return <OfPhoto state={state} acts={acts} onHand={byHand} />;
    case "child": {
      const adult = () => acts.agree({ camera: true, adult: true });
      return <Child age={house.place.child_age} onAdult={adult} onHand={byHand} />;
    }
    case "guess":
      if (!state.guess) return null;
      return (
        <Guess
          guess={state.guess}
          onRight={acts.confirm}
          onCorrect={() => acts.go("mood")}
          onFeel={acts.feel}
          onAgain={() => acts.go("photo")}
        />
      );
    case "mood":
      return <Mood now={state.feeling} onFeel={acts.feel} />;
    case "favorite":
      return <Favorite moment={state.moment} onWish={acts.wish} onShow={acts.show} />;
    case "pictures": {
      const { slate, live } = state;
      return <Pictures slate={slate} live={live} onChoose={acts.choose} onMore={acts.more} {...opinions} />;
    }
    case "chosen":
      if (!state.chosen) return null;
      return (
        <Chosen
          chosen={state.chosen}
          trio={state.trio}
          painted={state.live.picture}
          onChoose={acts.choose}
          onTake={acts.take}
          {...opinions}
        />
      );
    case "final":
      if (!state.chosen) return null;
      return (
        <Final chosen={state.chosen} taken={state.taken} onErase={() => acts.go("erase")} onOver={onOver} />
      );
    case "erase":
      return <Erase isErased={state.isErased} onErase={acts.erase} onKeep={acts.back} onOver={onOver} />;
    default:
      return null;
  }
}

function OfPhoto({ state, acts, onHand }: { state: State; acts: Acts; onHand: () => void }): ReactElement {
  const look = async (frames: readonly Blob[], signal: AbortSignal) => {
    try {
      await acts.look(frames, signal);
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleOfLooking(error);
      if (trouble === "child") acts.go("child");
      else acts.trouble(trouble);
    }
  };
  return (
    <Photo
      key={state.trouble ?? "aim"}
      trouble={state.trouble}
      onFrames={look}
      onAgain={() => acts.go("photo")}
      onHand={onHand}
    />
  );
}
