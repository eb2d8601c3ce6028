/** One place of a zone: what is on it now, or what waits to be shown there. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Player, Shown } from "../api/displays";
import { address } from "../base";
import { orientationOf, type Put, type SlotName } from "./board";
import { faceOf, nameOfItem, pictureIn } from "./pictures";

interface Props {
  slot: SlotName;
  put: Put | null;
  shown: Shown | null;
  player: Player | null;
  isAt: boolean;
  onAt: () => void;
  onPut: (picture: Put) => void;
  onTake: () => void;
}

export function SlotTile({ slot, put, shown, player, isAt, onAt, onPut, onTake }: Props) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const face = put?.face ?? (shown ? faceOf(shown.picture) : null);
  const name = put?.name ?? (shown ? nameOfItem(t, shown.item) : t("displays.nothing"));
  const words = [
    t("displays.slot", { slot, side: t(`garden.orientation.${orientationOf(slot)}`) }),
    name,
    put && t("displays.waits"),
    player && t(`displays.state.${player.state}`),
  ];
  return (
    <li>
      <button
        type="button"
        className="slot"
        data-put={put ? "" : undefined}
        data-over={isOver ? "" : undefined}
        aria-pressed={isAt}
        onClick={onAt}
        onKeyDown={(event) => {
          if (put && (event.key === "Delete" || event.key === "Backspace")) onTake();
        }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const picture = pictureIn(event.dataTransfer);
          if (picture) onPut(picture);
        }}
      >
        {face && <img src={address(face)} alt="" />}
        <span className="slot-name" aria-hidden="true">
          {slot.slice(0, -1)}
        </span>
        <span className="hidden">{words.filter(Boolean).join(", ")}</span>
        {player && <span className="slot-player" data-state={player.state} />}
      </button>
    </li>
  );
}
