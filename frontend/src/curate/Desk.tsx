/** The pictures of a list with everything that keys, fingers and the mouse do to them. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Source } from "../pool/source";
import { useVersion } from "../pool/useSource";
import { Wall } from "../pool/Wall";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { retouchLink } from "../shell/route";
import { Closeup } from "./Closeup";
import { Details } from "./Details";
import { ForChosen } from "./ForChosen";
import { Legend } from "./Legend";
import { Nothing } from "./Nothing";
import type { Mode, Place } from "./place";
import { QueueSource } from "./queue";
import { Tools } from "./Tools";
import { useDesk } from "./useDesk";
import { VerdictBar } from "./VerdictBar";

interface Props {
  source: Source;
  place: Place;
  walk: (change: Pick<Place, "at" | "isClose">) => void;
  onFocus: (id: string | null) => void;
  onMode: (mode: Mode) => void;
  onCommit: () => void;
}

const RATIOS = { h: 1.6, v: 0.625 } as const;

export function Desk({ source, place, walk, onFocus, onMode, onCommit }: Props) {
  const { t } = useTranslation();
  useVersion(source);
  const desk = useDesk(source, place, walk);
  useVersion(desk.judge);
  const { picture } = desk;
  const id = picture?.id ?? null;
  useEffect(() => {
    if (id) onFocus(id);
  }, [id, onFocus]);
  const side = place.filters.orientation;
  const isDone = source instanceof QueueSource ? source.isDone() : source.isRead() && source.rows() === 0;
  const error = desk.judge.error();
  return (
    <>
      <Tools desk={desk} source={source} />
      {source.error() && (
        <Problem error={source.error() ?? new Error()} onRetry={() => void source.again()} />
      )}
      {error && (
        <p className="problem told" role="alert">
          {t("curate.refused", { reason: reasonOf(t, error) })}
          <button type="button" onClick={desk.judge.forgive}>
            {t("jobs.close")}
          </button>
        </p>
      )}
      <div className="curate-room" data-details={desk.hasDetails || undefined}>
        {isDone && (
          <Nothing
            source={source}
            mode={place.mode}
            onMode={onMode}
            onCommit={onCommit}
            onUndo={() => desk.act("undo")}
          />
        )}
        {!isDone && !place.isClose && (
          <Wall
            label={t("curate.pictures")}
            source={source}
            at={desk.at}
            wish_px={innerWidth < 700 ? 118 : 190}
            ratio={side ? RATIOS[side] : 1}
            isChosen={desk.isChosen}
            shown={desk.judge.shown}
            lines={desk.lines}
            hands={desk.hands}
          />
        )}
        {!isDone && place.isClose && (
          <Closeup
            source={source}
            at={desk.at}
            panes={desk.panes}
            pinned={desk.pinned}
            lens={desk.lens}
            shown={desk.judge.shown}
            onLens={desk.setLens}
            onGo={desk.go}
            onUnpin={() => desk.act("pin")}
          />
        )}
        {!isDone && desk.hasDetails && picture && <Details picture={picture} onShow={desk.show} />}
      </div>
      {!isDone && (place.isClose || innerWidth < 700) && (
        <VerdictBar picture={picture} own={desk.own} onAct={desk.act} onStep={desk.step} />
      )}
      <ForChosen desk={desk} source={source} filters={place.filters} />
      <Told desk={desk} />
      {desk.hasLegend && <Legend own={desk.own} onClose={() => desk.act("legend")} />}
    </>
  );
}

/** What the last key did, for those who hear it, and the way to the studio where that is wanted. */
function Told({ desk }: { desk: ReturnType<typeof useDesk> }) {
  const { t } = useTranslation();
  const { told } = desk;
  return (
    <p className="curate-told" role="status">
      {told?.words} {told?.studio && <a href={retouchLink(told.studio)}>{t("curate.openStudio")}</a>}
    </p>
  );
}
