"""Where a picture of the garden lies and whether visitors see it, read from its rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from hwawon.errors import NotFound
from hwawon.pool.keys import Cell, Name
from hwawon.storage.garden_tables import item, pool


@dataclass(frozen=True)
class Item:
    """What the recommender knows of a served picture. `timestamp` in seconds since 1970."""

    timestamp: int
    emotion: str
    picture: str | None
    synthetic: bool = False


@dataclass(frozen=True)
class Place:
    """One picture's place. `item` is the row under its serving key, None where there is none."""

    picture: str
    tail: str
    cell: Cell
    pool_key: str | None
    serving_key: str | None
    published_at: datetime | None
    item: Item | None

    @property
    def name(self) -> Name:
        """The keys that it has or would have."""
        return Name(self.cell, self.tail.rpartition("/")[2])

    @property
    def key(self) -> str | None:
        """Its object: the one of the pool while there is one."""
        return self.pool_key or self.serving_key

    def served(self, now: datetime) -> "Place":
        """The same, seen by visitors since `now`."""
        known = Item(int(now.timestamp()), self.cell.search_key, self.picture)
        return replace(self, serving_key=self.name.serving_key, published_at=now, item=known)

    def unserved(self, *, keep_file: bool = False) -> "Place":
        """The same, seen by no visitor; `keep_file` leaves its file in serving."""
        return replace(self, serving_key=self.serving_key if keep_file else None, published_at=None, item=None)

    def as_json(self) -> dict[str, Any]:
        """What changes, as JSON values."""
        return {
            "pool_key": self.pool_key,
            "serving_key": self.serving_key,
            "published_at": self.published_at.isoformat() if self.published_at else None,
            "item": vars(self.item) if self.item else None,
        }

    def restored(self, kept: Mapping[str, Any]) -> "Place":
        """The place that `as_json` has kept of this picture."""
        moment, known = kept["published_at"], kept["item"]
        return replace(
            self,
            pool_key=kept["pool_key"],
            serving_key=kept["serving_key"],
            published_at=datetime.fromisoformat(moment) if moment else None,
            item=Item(**known) if known else None,
        )


_COLUMNS = (
    pool.c.picture,
    pool.c.tail,
    pool.c.emotion,
    pool.c.favorite,
    pool.c.pool_key,
    pool.c.serving_key,
    pool.c.published_at,
)


def places(tx: Connection, ids: Collection[str], *, hold: bool = False) -> dict[str, Place]:
    """The places of these pictures, by id; `hold` keeps others from changing them until the transaction ends."""
    query = select(*_COLUMNS).where(pool.c.picture.in_(ids)).order_by(pool.c.picture)
    rows = tx.execute(query.with_for_update() if hold else query).all()
    names = {row.picture: Name(Cell(row.emotion, row.favorite), row.tail.rpartition("/")[2]) for row in rows}
    known = _items(tx, [name.serving_key for name in names.values()])
    return {
        row.picture: Place(
            row.picture,
            row.tail,
            names[row.picture].cell,
            row.pool_key,
            row.serving_key,
            row.published_at,
            known.get(names[row.picture].serving_key),
        )
        for row in rows
    }


def place(tx: Connection, id: str, *, hold: bool = False) -> Place:
    """The place of one picture.

    Raises:
        NotFound: it is not of the garden.
    """
    found = places(tx, [id], hold=hold).get(id)
    if found is None:
        raise NotFound(f"there is no picture {id} in the garden")
    return found


def _items(tx: Connection, keys: Sequence[str]) -> dict[str, Item]:
    rows = tx.execute(select(item).where(item.c.id.in_(keys)))
    return {row.id: Item(row.timestamp, row.emotion, row.picture, row.synthetic) for row in rows}
