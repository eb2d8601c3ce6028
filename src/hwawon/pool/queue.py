"""The curators' queue: pictures to judge, each held for one curator at a time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select, text, update

from hwawon.pool import listing, rows
from hwawon.pool.filter import Condition, PoolFilter
from hwawon.pool.rows import PoolPicture
from hwawon.storage.garden_tables import POOL_HELD, POOL_ONE_OPINION, pool
from hwawon.storage.types import utc_now

HOLD = timedelta(minutes=10)
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('hwawon curation queue'))"


@dataclass(frozen=True)
class Handed:
    """Pictures for one curator, until when nobody else gets them, and how many the filter leaves to judge."""

    items: tuple[PoolPicture, ...]
    held_until: datetime
    left: int
    left_is_exact: bool


def take(
    tx: Connection,
    owner: str,
    limit: int,
    wanted: PoolFilter,
    *,
    second: bool = False,
    have: Collection[str] = (),
    now: datetime | None = None,
) -> Handed:
    """Hold up to `limit` further pictures for a curator, oldest first, and go on holding those on the screen (`have`).

    Without a state in the filter the unreviewed are meant; `second` gives those that one other curator has judged.
    What was handed out before and is not in `have`, as after a reload, comes again.
    """
    now = now or utc_now()
    if tx.dialect.name == "postgresql":
        tx.execute(text(_LOCK))  # two curators take turns, and each sees what the other holds
    asked = _asked(wanted, second=second)
    free = or_(pool.c.held_by.is_(None), pool.c.held_until < now, pool.c.held_by == owner)
    more = [free, pool.c.picture.not_in(list(have))] if have else [free]
    ids: list[str] = []
    for narrow in _judges(tx, owner) if second else iter([()]):
        ids += listing.found(tx, asked, limit - len(ids), oldest=True, more=(*more, *narrow))
        if len(ids) >= limit:
            break
    until = now + HOLD
    _hold(tx, owner, ids, until, free)
    tx.execute(update(pool).where(pool.c.picture.in_(list(have)), pool.c.held_by == owner).values(held_until=until))
    left, is_exact = _left(tx, owner, asked, second=second)
    return Handed(_still_held(tx, owner, ids), until, left, is_exact)


def release(tx: Connection, owner: str, pictures: Collection[str] | None = None) -> int:
    """Hold these no longer for this curator, None: none at all; how many were held."""
    held: list[Condition] = [text(POOL_HELD), pool.c.held_by == owner]
    if pictures is not None:
        held.append(pool.c.picture.in_(list(pictures)))
    return tx.execute(update(pool).where(*held).values(held_by=None, held_until=None)).rowcount


def _asked(wanted: PoolFilter, *, second: bool) -> PoolFilter:
    if second or wanted.state:
        return wanted
    return wanted.model_copy(update={"state": ("unreviewed",)})


def _hold(tx: Connection, owner: str, ids: list[str], until: datetime, free: Condition) -> None:
    taken = update(pool).where(pool.c.picture.in_(ids), free)
    tx.execute(taken.values(held_by=owner, held_until=until))


def _still_held(tx: Connection, owner: str, ids: list[str]) -> tuple[PoolPicture, ...]:
    found = rows.among(tx, ids)
    return tuple(found[id] for id in ids if id in found and found[id].held_by == owner)


def _judges(tx: Connection, owner: str) -> Iterator[tuple[Condition, ...]]:
    """What is asked of the index of pictures with one opinion, for each other curator who has given one."""
    last = ""
    while True:
        query = select(func.min(pool.c.judged_by)).where(text(POOL_ONE_OPINION), pool.c.judged_by > last)
        judge: str | None = tx.scalar(query)
        if judge is None:
            return
        if judge != owner:
            yield text(POOL_ONE_OPINION), pool.c.judged_by == judge
        last = judge


def _left(tx: Connection, owner: str, asked: PoolFilter, *, second: bool) -> tuple[int, bool]:
    if not second:
        return listing.total(tx, asked)
    most, left = listing.COUNTED, 0
    for narrow in _judges(tx, owner):
        left += len(listing.found(tx, asked, most - left + 1, more=narrow))
        if left > most:
            return most, False
    return left, True
