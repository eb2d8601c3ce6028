"""How the data sets stand: counts, stamps, what is odd in them, groups that are small."""

import time
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Table, func, literal_column, select

from hwawon.datasets.groups import SmallGroups, small_groups
from hwawon.datasets.moments import DAY_S, EARLIEST_S
from hwawon.datasets.seed import FEWEST_INTERACTIONS, FEWEST_VISITORS
from hwawon.pool.keys import EMOTIONS
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, item, visitor
from hwawon.storage.types import utc_now

KEPT_S = 60.0


@dataclass(frozen=True)
class Standing:
    """One data set: its rows, those made up, and the moments of the first and the last."""

    rows: int
    synthetic: int
    earliest: Any
    latest: Any


@dataclass(frozen=True)
class Oddity:
    """What the schemas or a recommender would stumble over, and how often."""

    code: str
    count: int


@dataclass(frozen=True)
class Overview:
    """All three data sets."""

    users: Standing
    items: Standing
    interactions: Standing
    problems: tuple[Oddity, ...]
    small_groups: SmallGroups


class Overviews:
    """Keeps the last overview until a row comes or goes, a minute at most: at a million interactions it takes long."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()  # who asks meanwhile waits for the same answer
        self._kept: tuple[Any, float, Overview] | None = None

    def now(self) -> Overview:
        """The overview of this moment."""
        with self._lock, self._database.read() as tx:
            version, now_s = data_version(tx), time.monotonic()
            if self._kept is None or self._kept[0] != version or now_s - self._kept[1] > KEPT_S:
                self._kept = version, now_s, overview(tx)
            return self._kept[2]


def data_version(tx: Connection) -> tuple[Any, ...]:
    """Another value whenever a row was added or removed."""
    seen = [tx.execute(select(func.count(), func.max(interaction.c.id))).one()]
    seen.append(tx.execute(select(func.count(), func.max(item.c.timestamp))).one())
    seen.append(tx.execute(select(func.count(), func.max(visitor.c.created_at))).one())
    return tuple(tuple(one) for one in seen)


def overview(tx: Connection) -> Overview:
    """Count everything."""
    users, items = _standing(tx, visitor, "created_at"), _standing(tx, item, "timestamp")
    interactions = _standing(tx, interaction, "timestamp")
    found = (
        Oddity("unknown_users", _orphans(tx, "visitor", visitor)),
        Oddity("unknown_items", _orphans(tx, "item", item)),
        Oddity("unknown_emotions", _unknown_emotions(tx, visitor) + _unknown_emotions(tx, item)),
        Oddity("wrong_moments", _wrong_moments(tx, item) + _wrong_moments(tx, interaction)),
    )
    too_few = (
        ("few_users", users.rows, FEWEST_VISITORS),
        ("few_interactions", interactions.rows, FEWEST_INTERACTIONS),
    )
    few = tuple(Oddity(code, rows) for code, rows, least in too_few if rows < least)
    problems = tuple(one for one in found if one.count) + few
    return Overview(users, items, interactions, problems, small_groups(tx))


def _standing(tx: Connection, table: Table, moment: str) -> Standing:
    at = table.c[moment]
    rows = tx.scalar(select(func.count()).select_from(table)) or 0
    synthetic = tx.scalar(select(func.count()).select_from(table).where(table.c.synthetic.is_(True))) or 0
    # Each alone: asked for both at once, SQLite reads all rows instead of the two ends of an index.
    return Standing(rows, synthetic, tx.scalar(select(func.min(at))), tx.scalar(select(func.max(at))))


def _orphans(tx: Connection, column: str, table: Table) -> int:
    """Interactions of users or items that are not here, each of which is looked for once."""
    named = interaction.c[column]
    counts = select(named.label("id"), func.count().label("rows")).group_by(named).subquery()
    query = select(func.coalesce(func.sum(counts.c.rows), 0)).outerjoin_from(counts, table, table.c.id == counts.c.id)
    return int(tx.scalar(query.where(table.c.id.is_(None))) or 0)


def _unknown_emotions(tx: Connection, table: Table) -> int:
    counts = select(table.c.emotion, func.count()).group_by(table.c.emotion)
    return sum(count for emotion, count in tx.execute(counts) if emotion and not _is_known(emotion))


def _is_known(search_key: str) -> bool:
    return search_key.lower().split("/")[0] in EMOTIONS


def _wrong_moments(tx: Connection, table: Table) -> int:
    latest_s = int(utc_now().timestamp()) + DAY_S
    outside = (table.c.timestamp < EARLIEST_S) | (table.c.timestamp > latest_s)
    return tx.scalar(select(func.count(literal_column("1"))).select_from(table).where(outside)) or 0
