"""How often each cell was shown and liked, day by day, from the interactions; kept, and brought up by what is new."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, func, select

from hwawon.datasets.schemas import LIKES
from hwawon.errors import BadInput
from hwawon.pool.keys import Cell, Orientation, name_of
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction

DAY_S = 86_400
ROWS_AT_ONCE = 10_000
UNLIKE, DISLIKE = "unlike", "dislike"
_Said = Row[Any, Any, Any, Any, Any, Any, Any]
_ROWS = select(
    interaction.c.id,
    interaction.c.visitor,
    interaction.c.item,
    interaction.c.timestamp,
    interaction.c.event_type,
    interaction.c.impression,
    interaction.c.synthetic,
).order_by(interaction.c.id)
Place = tuple[Cell, Orientation, int]  # the day counted from 1970


class Numbers(dict[str, int]):
    """The number of the place that a key names, -1 for no key of the garden; a key is looked into once.

    A number is found without a line of Python, while a cell would have to be hashed anew each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.places: list[tuple[Cell, Orientation]] = []
        self._known: dict[tuple[Cell, Orientation], int] = {}

    def __missing__(self, key: str) -> int:
        place = _place(key)
        if place is None:
            return self.setdefault(key, -1)
        number = self._known.setdefault(place, len(self.places))
        if number == len(self.places):
            self.places.append(place)
        return self.setdefault(key, number)


@dataclass
class Tally:
    """Times shown and liked by day and number of the place; `last_id` and `rows` say of which interactions."""

    shown_on: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    liked_on: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    last_id: int = 0
    rows: int = 0
    synthetic: int = 0
    numbers: Numbers = field(default_factory=Numbers)

    def shown(self) -> Iterator[tuple[Place, int]]:
        """Times shown."""
        return self._placed(self.shown_on)

    def liked(self) -> Iterator[tuple[Place, int]]:
        """Times liked."""
        return self._placed(self.liked_on)

    def _placed(self, counts: dict[int, Counter[int]]) -> Iterator[tuple[Place, int]]:
        places = self.numbers.places
        for day, of_day in counts.items():
            yield from (((*places[number], day), count) for number, count in of_day.items() if number >= 0 < count)


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
    was liked was shown, whether its screen is known or not. `unlike` takes a visitor's likes of a picture back, or the
    dislikes, with their screens; a dislike takes the likes back and is itself a screen that was shown.
    """
    while True:
        rows = tx.execute(_ROWS.where(interaction.c.id > tally.last_id).limit(ROWS_AT_ONCE)).all()
        _add(tally, [row for row in rows if row.event_type != UNLIKE])
        for row in rows:
            if row.event_type in (UNLIKE, DISLIKE):
                _add(tally, _taken_back(tx, row), sign=-1)
            tally.synthetic += row.synthetic
        if rows:
            tally.last_id, tally.rows = rows[-1].id, tally.rows + len(rows)
        if len(rows) < ROWS_AT_ONCE:
            return


def _add(tally: Tally, rows: Sequence[_Said], sign: int = 1) -> None:
    shown: dict[int, list[str]] = defaultdict(list)
    liked: dict[int, list[str]] = defaultdict(list)
    for _, _, item, moment_s, event, impression, _ in rows:
        day = moment_s // DAY_S
        shown[day] += {item, *impression.split("|")} if impression else (item,)
        if event in LIKES:
            liked[day].append(item)
    for found, kept in ((shown, tally.shown_on), (liked, tally.liked_on)):
        for day, keys in found.items():
            change = kept[day].update if sign > 0 else kept[day].subtract
            change(map(tally.numbers.__getitem__, keys))


def _taken_back(tx: Connection, row: _Said) -> Sequence[_Said]:
    """The likes, and what else was said of the picture, that this row takes back: all since it was last taken back."""
    of_both = (interaction.c.visitor == row.visitor, interaction.c.item == row.item, interaction.c.id < row.id)
    said = tx.execute(_ROWS.where(*of_both, interaction.c.event_type.in_((*LIKES, UNLIKE, DISLIKE)))).all()
    taken = [at for at, one in enumerate(said) if one.event_type in (UNLIKE, DISLIKE)]
    if not taken:
        return said
    return said[taken[-1] + (said[taken[-1]].event_type == UNLIKE) :]  # a dislike stands until it is taken back itself


def _place(key: str) -> tuple[Cell, Orientation] | None:
    """The cell that a key names; None for what is no key of the garden."""
    try:
        name = name_of(key)
    except BadInput:
        return None
    return name.cell, name.orientation
