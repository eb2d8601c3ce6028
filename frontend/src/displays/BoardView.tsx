/** The screens as they hang: nine landscape, nine portrait; dashed where a picture waits to be shown. */
import { useTranslation } from "react-i18next";
import type { Player, Zone } from "../api/displays";
import { type Board, ORIENTATIONS, type Put, type SlotName, slotsOf } from "./board";
import { SlotTile } from "./SlotTile";

interface Props {
  board: Board;
  now: Zone["slots"];
  players: readonly Player[];
  at: SlotName;
  onAt: (slot: SlotName) => void;
  onPut: (slot: SlotName, picture: Put) => void;
  onTake: (slot: SlotName) => void;
}

export function BoardView({ board, now, players, at, onAt, onPut, onTake }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {ORIENTATIONS.map((orientation) => (
        <section key={orientation} className="zone-wall" data-orientation={orientation}>
          <h2>{t(`garden.orientation.${orientation}`)}</h2>
          <ul>
            {slotsOf(orientation).map((slot) => (
              <SlotTile
                key={slot}
                slot={slot}
                put={board[slot] ?? null}
                shown={now[slot] ?? null}
                player={players.find((one) => `${one.slot}${one.orientation}` === slot) ?? null}
                isAt={slot === at}
                onAt={() => onAt(slot)}
                onPut={(picture) => onPut(slot, picture)}
                onTake={() => onTake(slot)}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
