"""Screens that report: who they are, what they show, and how they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from hwawon.displays import zones
from hwawon.displays.slots import slot_named
from hwawon.errors import BadInput, NotFound
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import player

SILENT_S = 30.0  # three heartbeats
MOST = 500  # of one zone

State = Literal["up_to_date", "fetching", "dark", "silent"]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where a screen stands."""

    name: str = ""
    zone: str
    slot: int
    orientation: str


@dataclass(frozen=True, kw_only=True)
class Player(Seat):
    """A screen as it reported last. `shows`: version, item, since, fetching, off, view."""

    id: str
    device: str | None
    shows: Mapping[str, Any] | None
    clock_off_s: float | None
    problem: str | None
    created_at: datetime
    seen_at: datetime

    def state(self, version: int, now: datetime) -> State:
        """How it is, where `version` is what its zone shows."""
        shows = self.shows or {}
        if (now - self.seen_at).total_seconds() > SILENT_S:
            return "silent"
        if shows.get("off"):
            return "dark"
        is_there = shows.get("version") == version and not shows.get("fetching")
        return "up_to_date" if is_there or shows.get("view") == "info" else "fetching"


def register(tx: Connection, seat: Seat, device: str) -> str:
    """A screen is there; its id. One that stood at the same place by the same token before goes on under its own.

    Raises:
        NotFound: there is no such zone.
        BadInput: no such place, or the zone has too many screens.
    """
    zones.hold(tx, seat.zone)  # a screen that begins twice at once is one screen
    slot_named(seat.slot, seat.orientation)
    same = (player.c.device == device, player.c.zone == seat.zone, player.c.slot == seat.slot)
    query = select(player.c.id).where(*same, player.c.orientation == seat.orientation, player.c.name == seat.name)
    known: str | None = tx.scalar(query.limit(1))
    now = utc_now()
    if known is not None:
        tx.execute(update(player).where(player.c.id == known).values(seen_at=now))
        return known
    if (tx.scalar(select(func.count()).where(player.c.zone == seat.zone)) or 0) >= MOST:
        raise BadInput(f"the zone {seat.zone} has {MOST} screens already: remove those that are no longer there")
    id = new_id()
    row = {"id": id, "device": device, **vars(seat), "created_at": now, "seen_at": now}
    tx.execute(insert(player).values(row))
    return id


def get(tx: Connection, id: str, device: str | None = None) -> Player:
    """One screen; with `device` only that of this token.

    Raises:
        NotFound: there is none, or it is another's.
    """
    row = tx.execute(select(player).where(player.c.id == id)).one_or_none()
    if row is None or device not in (None, row.device):
        raise NotFound(f"there is no player {id[:60]!r}")
    return _player(row)


def report(tx: Connection, id: str, shows: Mapping[str, Any], clock_off_s: float | None, problem: str | None) -> None:
    """Write down what a screen says of itself."""
    values = {"shows": dict(shows), "clock_off_s": clock_off_s, "problem": problem, "seen_at": utc_now()}
    tx.execute(update(player).where(player.c.id == id).values(values))


def remove(tx: Connection, id: str) -> None:
    """Forget a screen.

    Raises:
        NotFound: there is none.
    """
    get(tx, id)
    tx.execute(delete(player).where(player.c.id == id))


def listed(tx: Connection) -> list[Player]:
    """All screens by zone and place."""
    return [_player(row) for row in tx.execute(select(player).order_by(player.c.zone, player.c.slot, player.c.id))]


def _player(row: Row[Any]) -> Player:
    return Player(**row._mapping)
