"""Made-up visitors: enough of them, the same for the same seed, with tastes that can be found, gone without a trace."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from hwawon.datasets.export import export
from hwawon.datasets.seed import make_seed, remove_seed
from hwawon.errors import Conflict
from hwawon.pool.keys import EMOTIONS, FAVORITES
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, item, visitor
from hwawon.storage.types import utc_now

NEWEST_S = 1_780_000_000


def publish(database: Database) -> None:
    """One picture in each of 512 cells, and a real visitor who likes one."""
    cells = [f"{emotion}/{favorite}" for emotion in EMOTIONS for favorite in FAVORITES]
    keys = [{"id": f"emotions/{cell}/img_1h.jpeg", "timestamp": NEWEST_S, "emotion": cell} for cell in cells]
    like = {"visitor": "u1", "item": keys[0]["id"], "timestamp": NEWEST_S, "event_type": "click"}
    with database.write() as tx:
        tx.execute(insert(item), keys)
        tx.execute(insert(visitor), [{"id": "u1", "created_at": utc_now()}])
        tx.execute(insert(interaction), [like])


def files(database: Database, folder: Path) -> bytes:
    export(database, folder)
    return b"".join((folder / f"{name}.csv").read_bytes() for name in ("users", "items", "interactions"))


def test_seed_data_is_removed_exactly(database: Database, tmp_path: Path) -> None:
    publish(database)
    before = files(database, tmp_path)
    make_seed(database, 25, 1_000, 7)
    assert files(database, tmp_path) != before
    removed = remove_seed(database)
    assert (removed.visitors, removed.interactions) == (25, 1_000)
    assert files(database, tmp_path) == before


def test_the_same_seed_makes_the_same_and_another_makes_others(sqlite: Database, tmp_path: Path) -> None:
    publish(sqlite)
    made = []
    for seed in (7, 7, 8):
        make_seed(sqlite, 25, 1_000, seed)
        made.append(files(sqlite, tmp_path))
        remove_seed(sqlite)
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_everything_made_up_is_marked_and_lies_before_the_newest_picture(sqlite: Database) -> None:
    publish(sqlite)
    make_seed(sqlite, 40, 2_000, 1)
    made = interaction.c.synthetic.is_(True)
    with sqlite.read() as tx:
        first, last, count = tx.execute(
            select(func.min(interaction.c.timestamp), func.max(interaction.c.timestamp), func.count()).where(made)
        ).one()
        people = tx.scalars(select(visitor.c.id).where(visitor.c.synthetic.is_(True))).all()
    assert (count, len(people)) == (2_000, 40)
    assert all(id.startswith("synthetic-") for id in people)
    assert NEWEST_S - 62 * 86_400 < first <= last < NEWEST_S


def test_visitors_of_different_emotions_like_different_seasons(sqlite: Database) -> None:
    publish(sqlite)
    make_seed(sqlite, 200, 6_000, 1)
    query = select(visitor.c.emotion, interaction.c.item).join_from(
        interaction, visitor, interaction.c.visitor == visitor.c.id
    )
    liked: dict[str, Counter[str]] = {}
    with sqlite.read() as tx:
        for emotion, key in tx.execute(query.where(visitor.c.synthetic.is_(True))):
            liked.setdefault(emotion, Counter())[key.split("/")[2].split(",")[0]] += 1
    assert liked["HAPPY"].most_common(1)[0][0] == "spring"
    assert liked["SURPRISED"].most_common(1)[0][0] == "summer"
    assert liked["CALM"].most_common(1)[0][0] == "autumn"


def test_without_pictures_and_a_second_time_it_is_refused(sqlite: Database) -> None:
    with pytest.raises(Conflict, match="needs pictures"):
        make_seed(sqlite, 25, 1_000, 1)
    publish(sqlite)
    make_seed(sqlite, 25, 1_000, 1)
    with pytest.raises(Conflict, match="remove it first"):
        make_seed(sqlite, 25, 1_000, 2)
