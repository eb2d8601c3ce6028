"""Proof of play: what was on which screen for how long, told in batches, kept once, and fed back as impressions.

A picture on a screen was shown to nobody in particular. What the recommender chose for a screen is logged by it with
its propensity; what people put there by hand is logged here when it was played, as shown for certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from hwawon.displays import manifests
from hwawon.displays.choose import SURFACE
from hwawon.displays.players import Player
from hwawon.recommend.context import Context
from hwawon.storage.ids import new_id
from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import play, shown, slate

POLICY = "hand"
REASON = "played"


@dataclass(frozen=True)
class Play:
    """A picture that was on a screen. `event` names it; told twice, it counts once."""

    event: str
    item: str
    version: int
    started_at: datetime
    seconds: float


def record(tx: Connection, player: Player, told: Sequence[Play]) -> int:
    """Keep plays; how many were new."""
    seat = {"player": player.id, "zone": player.zone, "slot": player.slot, "orientation": player.orientation}
    add = insert_of(tx.dialect.name, play)
    new = []
    once = {one.event: one for one in told}
    for one in (once[event] for event in sorted(once)):  # in one order: those who tell the same never wait in a circle
        put = add.values(**vars(one), **seat).on_conflict_do_nothing(index_elements=[play.c.event])
        if tx.scalar(put.returning(play.c.id)) is not None:  # a count of rows is -1 on PostgreSQL
            new.append(one)
    _log(tx, player, new)
    return len(new)


def of_player(tx: Connection, player: str, limit: int) -> list[Play]:
    """The last plays of a screen, newest first."""
    columns = (play.c.event, play.c.item, play.c.version, play.c.started_at, play.c.seconds)
    query = select(*columns).where(play.c.player == player).order_by(play.c.id.desc()).limit(limit)
    return [Play(*row) for row in tx.execute(query)]


def _log(tx: Connection, player: Player, new: Sequence[Play]) -> None:
    """Write a slate of what nobody's slate has: the pictures that were put there by hand."""
    kept = manifests.by_version(tx, player.zone, {one.version for one in new})
    place = f"{player.slot}{player.orientation}"
    items: dict[str, None] = {}
    for one in new:
        frames = kept[one.version].slots if one.version in kept else {}
        frame = frames.get(place)
        if frame is not None and frame.item == one.item and frame.slate is None:
            items[one.item] = None
    if not items:
        return
    id = new_id()
    row = {"id": id, "surface": SURFACE, "zone": player.zone, "policy": POLICY, "seed": 0, "position": 0}
    tx.execute(insert(slate).values(row | {"context": Context().as_json(), "created_at": utc_now()}))
    rows = [
        {"slate": id, "position": index, "item": item, "propensity": 1.0, "score": 0.0, "reason": REASON}
        for index, item in enumerate(items)
    ]
    tx.execute(insert(shown), rows)
