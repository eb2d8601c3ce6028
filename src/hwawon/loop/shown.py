"""How often each cell was shown and liked, day by day, from the interactions; kept, and brought up by what is new."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection, func, select

from hwawon.datasets.schemas import LIKES
from hwawon.errors import BadInput
from hwawon.pool.keys import Cell, Orientation, name_of
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction

DAY_S = 86_400
ROWS_AT_ONCE = 10_000
Place = tuple[Cell, Orientation, int]  # the day counted from 1970


@dataclass
class Tally:
    """Times shown and liked by place and day; `last_id` and `rows` say of which interactions."""

    shown_by_number: Counter[tuple[int, int]] = field(default_factory=Counter)
    liked_by_number: Counter[tuple[int, int]] = field(default_factory=Counter)
    last_id: int = 0
    rows: int = 0
    synthetic: int = 0
    places: list[tuple[Cell, Orientation]] = field(default_factory=list)
    _numbers: dict[tuple[Cell, Orientation], int] = field(default_factory=dict)
    number_of_key: dict[str, int] = field(default_factory=dict)  # -1: no key of the garden

    def shown(self) -> Iterator[tuple[Place, int]]:
        """Times shown."""
        return (((*self.places[number], day), count) for (number, day), count in self.shown_by_number.items())

    def liked(self) -> Iterator[tuple[Place, int]]:
        """Times liked."""
        return (((*self.places[number], day), count) for (number, day), count in self.liked_by_number.items())

    def number(self, key: str) -> int:
        """The number of the place that a key names: a cell would have to be hashed anew each time."""
        known = self.number_of_key.get(key)
        if known is None:
            place = _place(key)
            known = -1 if place is None else self._numbers.setdefault(place, len(self.places))
            if place is not None and known == len(self.places):
                self.places.append(place)
            self.number_of_key[key] = known
        return known


class Tallies:
    """Counts a million interactions once, afterwards only those that are new; all anew where some were removed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()  # who asks meanwhile waits for the same count
        self._tally = Tally()

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, Tally]]:
        """The counts of this moment, for the block alone, and the transaction that they were read in."""
        with self._lock, self._database.read() as tx:
            # Not "how many up to `last_id`": that reads rows, while all of them are counted in an index.
            behind = tx.scalar(select(func.count()).where(interaction.c.id > self._tally.last_id)) or 0
            if tx.scalar(select(func.count()).select_from(interaction)) != self._tally.rows + behind:
                self._tally = Tally()
            count(tx, self._tally)
            yield tx, self._tally


def count(tx: Connection, tally: Tally) -> None:
    """Add the interactions behind `tally.last_id`.

    A screen counts as shown once for each like that was given to it: that is what an interaction tells. A picture that
    was liked was shown, whether its screen is known or not.
    """
    columns = (interaction.c.id, interaction.c.item, interaction.c.timestamp, interaction.c.event_type)
    query = select(*columns, interaction.c.impression, interaction.c.synthetic).order_by(interaction.c.id)
    while True:
        rows = tx.execute(query.where(interaction.c.id > tally.last_id).limit(ROWS_AT_ONCE)).all()
        for _, item, moment_s, event, impression, synthetic in rows:
            day = moment_s // DAY_S
            screen = set(impression.split("|")) if impression else set()
            screen.add(item)
            numbers = [tally.number(key) for key in screen]
            tally.shown_by_number.update((number, day) for number in numbers if number >= 0)
            if event in LIKES and (liked := tally.number(item)) >= 0:
                tally.liked_by_number[liked, day] += 1
            tally.synthetic += synthetic
        if rows:
            tally.last_id, tally.rows = rows[-1].id, tally.rows + len(rows)
        if len(rows) < ROWS_AT_ONCE:
            return


def _place(key: str) -> tuple[Cell, Orientation] | None:
    """The cell that a key names; None for what is no key of the garden."""
    try:
        name = name_of(key)
    except BadInput:
        return None
    return name.cell, name.orientation
