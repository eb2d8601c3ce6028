"""Tallies of days: those that are over are counted once and kept, the present ones are counted whenever they are asked.

A day that is over changes only where somebody is forgotten, or made-up visits are removed: then it has fewer rows than
were counted, and is counted anew. Days whose visits were deleted by their age are settled before, and stay as they are.
"""

from collections.abc import Mapping
from datetime import date, datetime
from threading import Lock

from sqlalchemy import Connection, func, select, update

from hwawon.garden.day_counts import DAY, DayCounts, Group, count_day, days_with_rows, rows_of, tallies_of_json
from hwawon.garden.tally import Tally
from hwawon.storage.database import Database
from hwawon.storage.many import insert_many
from hwawon.storage.statistics_tables import visit_day
from hwawon.storage.types import utc_now

FIRST_DAY = date(2000, 1, 1)
OPEN_DAYS = 2  # today and yesterday, whose visits may still be under way
_WRITTEN = ("visits", "interactions", "counts", "counted_at")


class KeptDays:
    """One for each process; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()  # who asks meanwhile waits for the same count
        self._read: dict[str, tuple[datetime, Mapping[Group, Tally]]] = {}

    def between(
        self, first: date | None, last: date | None, *, zone: str | None = None, synthetic: bool = False
    ) -> Tally:
        """Everything from the first day to the last, both included, in UTC; of one zone, or of all."""
        return self.both(first, last, zone)[synthetic]

    def both(self, first: date | None, last: date | None, zone: str | None = None) -> tuple[Tally, Tally]:
        """As `between`: what visitors did, and what was made up."""
        made = (Tally(), Tally())
        for tallies in self._days(first or FIRST_DAY, last or date.max - DAY):
            for (of_zone, made_up), tally in tallies.items():
                if zone in (None, of_zone):
                    made[made_up].add(tally)
        return made

    def _days(self, first: date, last: date) -> list[Mapping[Group, Tally]]:
        today = utc_now().date()
        begin_open = today - (OPEN_DAYS - 1) * DAY
        with self._lock:
            with self._database.read() as tx:
                begin_open = max(begin_open, _behind_settled(tx))
                stale = _stale(tx, begin_open - DAY)
            for day in stale:
                with self._database.write() as tx:
                    keep_day(tx, day)
            with self._database.read() as tx:
                found = self._kept(tx, first, min(last, begin_open - DAY))
                day = max(first, begin_open)
                while day <= min(last, today + DAY):  # a clock may be a little ahead
                    found.append(count_day(tx, day).tallies)
                    day += DAY
        return found

    def _kept(self, tx: Connection, first: date, last: date) -> list[Mapping[Group, Tally]]:
        wanted = visit_day.c.day.between(str(first), str(last))
        moments = tx.execute(select(visit_day.c.day, visit_day.c.counted_at).where(wanted)).all()
        unread = [day for day, at in moments if self._read.get(day, (None,))[0] != at]
        if unread:
            query = select(visit_day.c.day, visit_day.c.counted_at, visit_day.c.counts)
            for day, at, counts in tx.execute(query.where(wanted)):
                self._read[day] = at, tallies_of_json(counts)
        return [self._read[day][1] for day, _ in moments]


def keep_day(tx: Connection, day: date) -> DayCounts:
    """Count a day and keep what was counted."""
    made = count_day(tx, day)
    rows = {"visits": made.visits, "interactions": made.interactions}
    row = {"day": str(day), **rows, "counts": made.as_json(), "settled": False, "counted_at": utc_now()}
    insert_many(tx, visit_day, [row], instead=_WRITTEN)
    return made


def settle(tx: Connection, before: date) -> None:
    """Keep the numbers of all days before this one as they are: call it before their visits are deleted by age."""
    for day in _stale(tx, before - DAY):
        keep_day(tx, day)
    tx.execute(update(visit_day).where(visit_day.c.day < str(before)).values(settled=True))


def _stale(tx: Connection, last: date) -> list[date]:
    """The days up to `last` that must be counted, or counted anew."""
    first = _behind_settled(tx)
    columns = (visit_day.c.day, visit_day.c.visits, visit_day.c.interactions)
    since = visit_day.c.day.between(str(first), str(last))
    known = {day: (visits, opinions) for day, visits, opinions in tx.execute(select(*columns).where(since))}
    kept = tuple(map(sum, zip(*known.values(), strict=True))) or (0, 0)
    if first > last or rows_of(tx, first, last) == kept:
        return []
    there = set(days_with_rows(tx, first, last))
    asked = there | {date.fromisoformat(day) for day in known}
    return sorted(day for day in asked if rows_of(tx, day, day) != known.get(str(day), (0, 0)))


def _behind_settled(tx: Connection) -> date:
    """The first day that is not settled."""
    settled = tx.scalar(select(func.max(visit_day.c.day)).where(visit_day.c.settled.is_(True)))
    return date.fromisoformat(settled) + DAY if settled else FIRST_DAY
