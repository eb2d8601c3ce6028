"""What the place keeps for some days is deleted by itself, and visits that fell silent end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, exists, select

from hwawon.garden import codes, prints, visits
from hwawon.garden.kept_days import settle
from hwawon.garden.place import Place, load
from hwawon.recommend import erase
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.garden_tables import visitor as visitors
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import visit as table

log = logging.getLogger(__name__)
AT_ONCE = 2_000  # rows a transaction: others write in between


@dataclass(frozen=True)
class Swept:
    """How much was ended and deleted."""

    silent: int = 0
    visits: int = 0
    slates: int = 0
    interactions: int = 0
    codes: int = 0
    prints: int = 0


def end_silent(database: Database) -> int:
    """End the visits that fell silent; how many."""
    with database.write() as tx:
        return visits.end_idle(tx, timedelta(seconds=load(tx).idle_s))


def sweep(database: Database) -> Swept:
    """End what fell silent and delete what is older than the place keeps it."""
    with database.read() as tx:
        place = load(tx)
    silent = end_silent(database)
    _settle(database, place)
    likes = _in_turns(database, place, _old_interactions)
    if likes:
        with database.write() as tx:
            erase.tell_reload(tx, "retention")
    old_visits = _in_turns(database, place, _old_visits)
    with database.write() as tx:
        slates = erase.forget_before(tx, utc_now() - timedelta(days=place.retention.slates_days))
        swept = Swept(silent, old_visits, slates, likes, codes.expire(tx), prints.expire(tx))
    log.info("swept: %s", swept)
    return swept


def _settle(database: Database, place: Place) -> None:
    """Keep the numbers of the days that lose rows now: statistics outlive those they were counted from."""
    kept = place.retention
    newest = utc_now() - timedelta(days=min(kept.visits_days, kept.slates_days, kept.interactions_days))
    with database.write() as tx:
        settle(tx, newest.date() + timedelta(days=1))


def _old_visits(tx: Connection, place: Place) -> int:
    before = utc_now() - timedelta(days=place.retention.visits_days)
    old = select(table.c.id, table.c.visitor).where(table.c.started_at < before).order_by(table.c.started_at)
    rows = tx.execute(old.limit(AT_ONCE)).all()
    tx.execute(delete(table).where(table.c.id.in_([row.id for row in rows])))
    _forget_rows_of(tx, {row.visitor for row in rows})
    return len(rows)


def _old_interactions(tx: Connection, place: Place) -> int:
    """Those that visitors made here: what was imported has no context and is the operator's to keep."""
    before_s = int((utc_now() - timedelta(days=place.retention.interactions_days)).timestamp())
    old = select(interaction.c.id, interaction.c.visitor).where(
        interaction.c.timestamp < before_s, interaction.c.context.is_not(None)
    )
    rows = tx.execute(old.order_by(interaction.c.timestamp, interaction.c.id).limit(AT_ONCE)).all()
    tx.execute(delete(interaction).where(interaction.c.id.in_([row.id for row in rows])))
    _forget_rows_of(tx, {row.visitor for row in rows})
    return len(rows)


def _forget_rows_of(tx: Connection, gone: set[str]) -> None:
    """Delete the rows of visitors of whom nothing else is left."""
    likes = exists().where(interaction.c.visitor == visitors.c.id)
    others = exists().where(table.c.visitor == visitors.c.id)
    tx.execute(delete(visitors).where(visitors.c.id.in_(gone), ~likes, ~others))


def _in_turns(database: Database, place: Place, take: Callable[[Connection, Place], int]) -> int:
    total, taken = 0, AT_ONCE
    while taken == AT_ONCE:
        with database.write() as tx:
            taken = take(tx, place)
        total += taken
    return total
