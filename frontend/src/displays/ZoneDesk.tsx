/** One zone: its screens as they hang, pictures to put on them, and everything that decides what they show. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clearZone, getPlayers, showPictures, type Zone } from "../api/displays";
import { Switch } from "../place/fields";
import { reasonOf } from "../shell/reason";
import { BoardView } from "./BoardView";
import { type Board, changeOf, countOf, nextSlot, type Put, put, repeated, type SlotName } from "./board";
import { Fill } from "./Fill";
import { Players } from "./Players";
import { Programmes } from "./Programmes";
import { Standing } from "./Standing";
import { Tray } from "./Tray";
import { ZoneForm } from "./ZoneForm";

const POLL_MS = 10_000; // where no news come

interface Props {
  zone: Zone;
  others: readonly string[];
  isAdmin: boolean;
}

export function ZoneDesk({ zone, others, isAdmin }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [board, setBoard] = useState<Board>({});
  const [mayRepeat, setRepeat] = useState(false);
  const [at, setAt] = useState<SlotName>("1h");
  const players = useQuery({
    queryKey: ["displays", "players"],
    queryFn: getPlayers,
    refetchInterval: POLL_MS,
  });
  const own = players.data?.items.filter((one) => one.zone === zone.name);
  const settle = () => queries.invalidateQueries({ queryKey: ["displays"] });
  const shown = useMutation({
    mutationFn: () => showPictures(zone.name, changeOf(board), mayRepeat),
    onSuccess: () => {
      setBoard({});
      setRepeat(false);
    },
    onSettled: settle,
  });
  const cleared = useMutation({ mutationFn: () => clearZone(zone.name), onSettled: settle });
  const now = zone.slots;
  const hanging = Object.fromEntries(Object.entries(now).map(([slot, one]) => [slot, one?.item]));
  const twice = repeated(board, hanging);
  const hang = (slot: SlotName, picture: Put) => {
    const after = put(board, slot, picture);
    if (after === board) return;
    setBoard(after);
    setAt(nextSlot(after, slot));
  };
  const error = shown.error ?? cleared.error;
  return (
    <div className="zone-desk">
      <section className="zone-main" aria-label={t("displays.screens")}>
        <Standing zone={zone} isBusy={cleared.isPending} onClear={() => cleared.mutate()} />
        <BoardView
          board={board}
          now={now}
          players={own ?? []}
          at={at}
          onAt={setAt}
          onPut={hang}
          onTake={(slot) => setBoard(({ [slot]: _, ...left }) => left)}
        />
        <div className="orders-sheet zone-orders">
          <button
            type="button"
            className="primary"
            disabled={countOf(board) === 0 || shown.isPending}
            onClick={() => shown.mutate()}
          >
            {t("displays.show", { count: countOf(board) })}
          </button>
          <button type="button" disabled={countOf(board) === 0} onClick={() => setBoard({})}>
            {t("place.discard")}
          </button>
          <Fill onFilled={(filled) => setBoard((before) => ({ ...before, ...filled }))} />
          {twice.length > 0 && <p className="soft">{t("displays.twice", { slots: twice.join(", ") })}</p>}
          {(twice.length > 0 || shown.error) && (
            <Switch name={t("displays.mayRepeat")} isOn={mayRepeat} onChange={setRepeat} />
          )}
          {error && (
            <p className="problem" role="alert">
              {reasonOf(t, error)}
            </p>
          )}
        </div>
        <Tray at={at} onPick={(picture) => hang(at, picture)} />
      </section>
      <aside className="zone-side" aria-label={t("displays.aside")}>
        <Players zone={zone.name} players={own ?? null} error={players.error} isAdmin={isAdmin} />
        <Programmes zone={zone.name} board={board} onUsed={() => setBoard({})} />
        <ZoneForm zone={zone} others={others} />
      </aside>
    </div>
  );
}
