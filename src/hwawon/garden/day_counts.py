"""The visits, slates and opinions of a day in UTC, counted from their rows by zone and by whether they are made up."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, distinct, func, select

from hwawon.datasets.schemas import LIKES
from hwawon.garden.tally import Tally, VisitFacts, tally_of, tally_of_json
from hwawon.storage.garden_tables import interaction
from hwawon.storage.visitor_tables import slate, visit

DAY = timedelta(days=1)
_FACTS = tuple(visit.c[name] for name in VisitFacts._fields)
_EVENTS = dict.fromkeys(LIKES, "likes") | {"dislike": "dislikes", "unlike": "unlikes"}
Group = tuple[str, bool]  # the zone, empty for none; whether it is made up


@dataclass(frozen=True)
class DayCounts:
    """The tallies of a day, and how many rows they were counted from."""

    visits: int
    interactions: int
    tallies: Mapping[Group, Tally]

    def as_json(self) -> list[Any]:
        """What `tallies_of_json` reads back."""
        return [[zone, made_up, tally.as_json()] for (zone, made_up), tally in sorted(self.tallies.items())]


def tallies_of_json(data: list[Any]) -> dict[Group, Tally]:
    """The tallies of a day from JSON."""
    return {(zone, made_up): tally_of_json(told) for zone, made_up, told in data}


def count_day(tx: Connection, day: date) -> DayCounts:
    """Count a day; at 20,000 visits a tenth of a second."""
    facts: dict[Group, list[VisitFacts]] = defaultdict(list)
    rows = tx.execute(select(visit.c.zone, visit.c.synthetic, *_FACTS).where(_on(day)))
    for zone, made_up, *told in rows:
        facts[zone or "", bool(made_up)].append(VisitFacts(*told))
    tallies: dict[Group, Tally] = defaultdict(Tally, {group: tally_of(visits) for group, visits in facts.items()})
    for group, count in _gardens(tx, day):
        tallies[group].numbers["gardens"] += count
    opinions = _opinions(tx, day)
    for (group, event), count in opinions.items():
        if event in _EVENTS:
            tallies[group].numbers[_EVENTS[event]] += count
    return DayCounts(sum(map(len, facts.values())), opinions.total(), dict(tallies))


def rows_of(tx: Connection, first: date, last: date) -> tuple[int, int]:
    """How many visits and interactions there are from the first day to the last."""
    visits = tx.scalar(select(func.count()).select_from(visit).where(_on(first, last)))
    opinions = tx.scalar(select(func.count()).select_from(interaction).where(_then(first, last)))
    return int(visits or 0), int(opinions or 0)


def days_with_rows(tx: Connection, first: date, last: date) -> Iterator[date]:
    """The days of that time on which there are visits or interactions, from one to the next by an index."""
    day = first
    while day <= last:
        began = tx.scalar(select(func.min(visit.c.started_at)).where(_on(day, last)))
        liked_s = tx.scalar(select(func.min(interaction.c.timestamp)).where(_then(day, last)))
        found = [began.date()] if began else []
        found += [datetime.fromtimestamp(liked_s, UTC).date()] if liked_s is not None else []
        if not found:
            return
        yield min(found)
        day = min(found) + DAY


def midnight(day: date) -> datetime:
    """The moment at which a day begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _on(first: date, last: date | None = None) -> ColumnElement[bool]:
    """Visits that began on these days."""
    begun = visit.c.started_at
    return (begun >= midnight(first)) & (begun < midnight((last or first) + DAY))


def _then(first: date, last: date | None = None) -> ColumnElement[bool]:
    """Interactions of these days."""
    begin_s, end_s = (int(midnight(day).timestamp()) for day in (first, (last or first) + DAY))
    return (interaction.c.timestamp >= begin_s) & (interaction.c.timestamp < end_s)


def _gardens(tx: Connection, day: date) -> Iterator[tuple[Group, int]]:
    """Visits that were shown pictures."""
    by: tuple[ColumnElement[Any], ...] = (visit.c.zone, visit.c.synthetic)
    joined: Any = visit.join(slate, slate.c.visit == visit.c.id)
    query = select(*by, func.count(distinct(slate.c.visit))).select_from(joined).where(_on(day)).group_by(*by)
    for row in tx.execute(query):
        yield (row[0] or "", bool(row[1])), row[2]


def _opinions(tx: Connection, day: date) -> Counter[tuple[Group, str]]:
    by: tuple[ColumnElement[Any], ...] = (visit.c.zone, interaction.c.synthetic, interaction.c.event_type)
    joined: Any = interaction.outerjoin(visit, visit.c.id == interaction.c.visit)
    query = select(*by, func.count()).select_from(joined).where(_then(day)).group_by(*by)
    found: Counter[tuple[Group, str]] = Counter()
    for row in tx.execute(query):
        found[(row[0] or "", bool(row[1])), row[2]] += row[3]
    return found
