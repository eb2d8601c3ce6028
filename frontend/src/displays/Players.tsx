/** The screens of a zone: how they are, what they played last, and the set-up of another one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getPlays, type Player, removePlayer } from "../api/displays";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { clock, duration } from "../shell/time";
import { NewScreen } from "./NewScreen";
import { nameOfItem } from "./pictures";

const CLOCK_OFF_S = 5; // from where on a wrong clock is worth a word

interface Props {
  zone: string;
  players: readonly Player[] | null;
  error: Error | null;
  isAdmin: boolean;
}

export function Players({ zone, players, error, isAdmin }: Props) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("displays.players")}>
      {error && <Problem error={error} />}
      {players?.length === 0 && <p className="soft">{t("displays.noPlayers")}</p>}
      {players && players.length > 0 && (
        <ul className="zone-players">
          {players.map((one) => (
            <PlayerRow key={one.id} player={one} />
          ))}
        </ul>
      )}
      {isAdmin ? <NewScreen zone={zone} /> : <p className="soft">{t("displays.askAdministrator")}</p>}
    </Sheet>
  );
}

function PlayerRow({ player }: { player: Player }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const removed = useMutation({
    mutationFn: () => removePlayer(player.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ["displays", "players"] }),
  });
  const { state, silent_s, slot, orientation, clock_off_s, problem } = player;
  const name = t("displays.slot", {
    slot: `${slot}${orientation}`,
    side: t(`garden.orientation.${orientation}`),
  });
  return (
    <li>
      <p>
        <span className="slot-player" data-state={state} aria-hidden="true" /> <strong>{name}</strong>{" "}
        {player.name}
        <br />
        <span className="soft">
          {state === "silent"
            ? t("displays.silentFor", { duration: duration(t, silent_s) })
            : t(`displays.state.${state}`)}
          {clock_off_s !== null && Math.abs(clock_off_s) > CLOCK_OFF_S && (
            <> · {t("displays.clockOff", { duration: duration(t, Math.abs(clock_off_s)) })}</>
          )}
        </span>
      </p>
      {problem && <p className="problem">{problem}</p>}
      {removed.error && <p className="problem">{reasonOf(t, removed.error)}</p>}
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{t("displays.played")}</summary>
        {isOpen && <Plays player={player.id} />}
        {state === "silent" && (
          <button type="button" disabled={removed.isPending} onClick={() => removed.mutate()}>
            {t("displays.forgetPlayer")}
          </button>
        )}
      </details>
    </li>
  );
}

function Plays({ player }: { player: string }) {
  const { t, i18n } = useTranslation();
  const asked = useQuery({ queryKey: ["displays", "plays", player], queryFn: () => getPlays(player) });
  if (asked.error) return <Problem error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return null;
  if (asked.data.items.length === 0) return <p className="soft">{t("displays.nothingPlayed")}</p>;
  return (
    <ol className="zone-plays">
      {asked.data.items.map(({ event, item, started_at, seconds }) => (
        <li key={event}>
          {nameOfItem(t, item)}{" "}
          <span className="soft">
            {clock(i18n.language, started_at)} · {duration(t, seconds)}
          </span>
        </li>
      ))}
    </ol>
  );
}
