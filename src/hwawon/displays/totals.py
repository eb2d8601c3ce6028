"""How often and how long each picture was on the screens of each zone, summed from the plays that screens told of."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from hwawon.storage.garden_tables import pool
from hwawon.storage.visitor_tables import play

MOST_DAYS = 92
CSV_HEAD = ("item", "zone", "times", "seconds")


@dataclass(frozen=True)
class Total:
    """`times`: plays; `seconds`: on screens, two screens at once counted both."""

    times: int
    seconds: float


@dataclass(frozen=True)
class Played(Total):
    """A picture in a zone."""

    item: str
    zone: str


def begin_of(days: int, now: datetime) -> datetime:
    """Midnight in UTC, so that today and the `days` - 1 days before it are counted."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days - 1)


def played(tx: Connection, since: datetime, zone: str | None = None) -> list[Played]:
    """Each picture in each zone, of the plays that began at `since` or later; longest shown first.

    Plays come roughly in the order of time, so those from the first that is recent enough on are a range of ids: a
    short time of a long history is found without grouping all of it.
    """
    first = tx.scalar(select(func.min(play.c.id)).where(play.c.started_at >= since))
    if first is None:
        return []
    query = select(func.count(), func.sum(play.c.seconds), play.c.item, play.c.zone)
    query = query.where(play.c.id >= first, play.c.started_at >= since)
    if zone is not None:
        query = query.where(play.c.zone == zone)
    rows = tx.execute(query.group_by(play.c.zone, play.c.item)).all()
    found = [Played(int(times), float(seconds), item, name) for times, seconds, item, name in rows]
    return sorted(found, key=lambda one: (-one.seconds, -one.times, one.item, one.zone))


def summed(found: Iterable[Played], by: Callable[[Played], str]) -> dict[str, Total]:
    """The sums by picture or by zone, longest shown first."""
    parts: defaultdict[str, list[Played]] = defaultdict(list)
    for one in found:
        parts[by(one)].append(one)
    sums = {name: sum_of(some) for name, some in parts.items()}
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].seconds, -pair[1].times, pair[0])))


def sum_of(found: Sequence[Total]) -> Total:
    """All together; seconds to the thousandth."""
    return Total(sum(one.times for one in found), round(sum(one.seconds for one in found), 3))


def faces(tx: Connection, items: Sequence[str]) -> dict[str, str]:
    """The pictures' ids by their keys, of those that are still before visitors."""
    query = select(pool.c.serving_key, pool.c.picture)
    rows = tx.execute(query.where(pool.c.serving_key.in_(items), pool.c.published_at.is_not(None)))
    return {str(key): str(picture) for key, picture in rows}


def csv_of(found: Iterable[Played]) -> Iterator[str]:
    """A line for each picture in each zone, after the line of names."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    for row in (CSV_HEAD, *((one.item, one.zone, one.times, round(one.seconds, 3)) for one in found)):
        writer.writerow(row)
        yield lines.getvalue()
        lines.seek(0)
        lines.truncate()
