"""Lists of the pool: every filter, both orders, all pages; counts that are kept and counts that are made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, select, text, update

from hwawon.errors import BadInput
from hwawon.pool import counts, facets, listing
from hwawon.pool.filter import PoolFilter
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.list_tables import pool_bulk_count, pool_cell_count, pool_count
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now
from hwawon.validation import validated
from support.pool import many, pool_picture

STATES = ("unreviewed", "kept", "rejected", "retouch")
EMOTIONS = ("happy", "sad", "calm")


def garden(tx: Connection, count: int = 60) -> list[str]:
    """Pictures in which every field has several values."""
    now = utc_now()
    return many(
        tx,
        count,
        emotion=lambda n: EMOTIONS[n % 3],
        favorite=lambda n: "spring,sunny,day" if n % 2 else "",
        orientation=lambda n: "hv"[n // 2 % 2],
        state=lambda n: STATES[n // 3 % 4],
        stars=lambda n: n % 6 if STATES[n // 3 % 4] == "kept" else 0,
        model=lambda n: (None, "one", "two")[n // 5 % 3],
        bulk=lambda n: "b" * 32 if n % 4 == 0 else None,
        parent=lambda n: "p" * 32 if n % 7 == 0 else None,
        cluster=lambda n: "c" * 32 if n % 10 == 3 else f"{n:032x}",
        alike=lambda n: n % 10 == 3,
        disputed=lambda n: n % 9 == 1,
        published_at=lambda n: now if n % 5 == 2 else None,
        unsafe=lambda n: n / count if n % 8 else None,
        sharpness=lambda n: 1 - n / count,
        blankness=lambda n: n % 4 / 4,
        title=lambda n: f"Fox number{n}",
        prompt=lambda n: "a garden, soft light" if n % 2 else "the sea",
    )


def matches(row: Any, asked: dict[str, Any]) -> bool:
    """What the filter means, said again without SQL."""
    said: dict[str, Callable[[Any], object]] = {
        "emotion": lambda v: row.emotion in v,
        "favorite": lambda v: row.favorite in v,
        "state": lambda v: row.state in v,
        "model": lambda v: row.model in v,
        "orientation": lambda v: row.orientation == v,
        "bulk": lambda v: row.bulk == v,
        "parent": lambda v: row.parent == v,
        "cluster": lambda v: row.cluster == v,
        "stars_min": lambda v: row.stars >= v,
        "duplicates": lambda v: row.alike == v,
        "disputed": lambda v: row.disputed == v,
        "published": lambda v: (row.published_at is not None) == v,
        "unsafe_min": lambda v: row.unsafe is not None and row.unsafe >= v,
        "unsafe_max": lambda v: row.unsafe is not None and row.unsafe <= v,
        "sharpness_min": lambda v: row.sharpness >= v,
        "sharpness_max": lambda v: row.sharpness <= v,
        "blankness_max": lambda v: row.blankness <= v,
        "q": lambda v: all(any(w.startswith(p.lower()) for w in row.words) for p in v.split()),
    }
    return all(bool(said[name](value)) for name, value in asked.items())


ASKED: list[dict[str, Any]] = [
    {},
    {"emotion": ["happy"]},
    {"emotion": ["happy", "sad"]},
    {"emotion": ["happy", "calm"], "favorite": ["spring,sunny,day"], "orientation": "v"},
    {"favorite": [""]},
    {"orientation": "h"},
    {"state": ["kept"]},
    {"state": ["kept", "retouch"], "emotion": ["sad"]},
    {"state": ["unreviewed"], "model": ["one"]},
    {"stars_min": 3},
    {"stars_min": 1, "model": ["one", "two"]},
    {"model": ["two"], "published": True},
    {"bulk": "b" * 32},
    {"bulk": "b" * 32, "state": ["rejected"]},
    {"bulk": "b" * 32, "unsafe_max": 0.5},
    {"parent": "p" * 32},
    {"cluster": "c" * 32},
    {"duplicates": True},
    {"duplicates": False, "state": ["kept"]},
    {"disputed": True},
    {"disputed": False, "emotion": ["calm"]},
    {"published": True},
    {"published": False, "orientation": "v"},
    {"unsafe_min": 0.5},
    {"unsafe_max": 0.3, "sharpness_min": 0.8},
    {"sharpness_max": 0.2, "blankness_max": 0.5},
    {"q": "garden"},
    {"q": "GARD fox"},
    {"q": "number7"},
    {"q": "sea", "state": ["kept"]},
    {"q": "nowhere"},
]


def expected(tx: Connection, asked: dict[str, Any]) -> list[str]:
    query = select(pool, picture.c.title, picture.c.record).join(picture).order_by(pool.c.picture.desc())
    found = []
    for row in tx.execute(query):
        row_words = f"{row.title} {row.record['request']['prompt']}".lower().replace(",", " ").split()
        if matches(_With(row, row_words), asked):
            found.append(row.picture)
    return found


class _With:
    def __init__(self, row: Any, words: list[str]) -> None:
        self.words = words
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def walked(tx: Connection, wanted: PoolFilter, limit: int, *, oldest: bool = False) -> list[str]:
    """All pages, one after the other."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = listing.page(tx, wanted, limit, cursor, oldest=oldest)
        found += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_every_filter_gives_what_it_says_in_both_orders_and_counts_it(
    database: Database, asked: dict[str, Any]
) -> None:
    with database.write() as tx:
        garden(tx)
        wanted = validated(PoolFilter, asked)
        right = expected(tx, asked)
        assert walked(tx, wanted, 7) == right
        assert walked(tx, wanted, 7, oldest=True) == right[::-1]
        page = listing.page(tx, wanted, 3)
        assert (page.total, page.total_is_exact) == (len(right), True)
        found = facets.facets(tx, wanted)
        assert (found.total, found.is_exact) == (len(right), True)
        assert sum(found.by["state"].values()) == sum(cell["pictures"] for cell in found.cells) == len(right)


def test_days_are_those_of_the_arrival(database: Database) -> None:
    with database.write() as tx:
        ids = many(tx, 3)
        today = datetime.now(UTC).date()
        for first, last, there in ((today, today, 3), (today + timedelta(1), None, 0), (None, today - timedelta(1), 0)):
            wanted = validated(PoolFilter, {"from": first, "to": last})
            assert len(walked(tx, wanted, 10)) == there, (first, last)
        assert listing.total(tx, validated(PoolFilter, {"from": today})) == (len(ids), True)


def test_a_count_that_is_not_kept_says_that_there_are_more(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 10)
    with database.write() as tx:
        many(tx, 12, sharpness=1.0)
        assert listing.total(tx, PoolFilter(sharpness_min=0.5)) == (10, False)
        assert listing.total(tx, PoolFilter()) == (12, True)


def test_the_kept_counts_follow_every_change(database: Database) -> None:
    with database.write() as tx:
        ids = garden(tx)
    with database.write() as tx:
        tx.execute(update(pool).where(pool.c.picture.in_(ids[:20])).values(state="kept", stars=2, disputed=True))
        tx.execute(update(pool).where(pool.c.picture.in_(ids[5:30])).values(published_at=utc_now(), bulk="n" * 32))
        tx.execute(update(pool).values(held_by="somebody"))
        tx.execute(delete(picture).where(picture.c.id.in_(ids[10:15])))
    with database.read() as tx:
        for table in (pool_count, pool_cell_count, pool_bulk_count):
            assert kept_of(tx, table) == counted_of(tx, table)


def kept_of(tx: Connection, table: Any) -> dict[Any, int]:
    columns = [column for column in table.c if column.name not in ("slot", "pictures")]
    query = select(*columns, func.sum(table.c.pictures)).group_by(*columns)
    return {tuple(row[:-1]): int(row[-1]) for row in tx.execute(query) if row[-1]}


def counted_of(tx: Connection, table: Any) -> dict[Any, int]:
    special = {"model": func.coalesce(pool.c.model, ""), "published": pool.c.published_at.is_not(None)}
    names = [column.name for column in table.c if column.name not in ("slot", "pictures")]
    columns: list[Any] = [special[name] if name in special else pool.c[name] for name in names]
    query = select(*columns, func.count()).group_by(*columns)
    if "bulk" in names:
        query = query.where(pool.c.bulk.is_not(None))
    return {tuple(row[:-1]): row[-1] for row in tx.execute(query)}


def test_words_follow_a_title_that_changes_and_a_picture_that_goes(database: Database) -> None:
    with database.write() as tx:
        one = pool_picture(tx, "sad/one_h.jpeg", title="Ein Fuchs", prompt="river, (tulips:1.2)")

        def found(q: str) -> list[str]:
            return walked(tx, PoolFilter(q=q), 5)

        assert found("fuchs") == found("TUL") == found("river 1.2") == found("(tulips:1.2)") == [one.id]
        tx.execute(update(picture).values(title="행복한 고양이"))
        assert found("fuchs") == [] and found("행복한") == found("고양이 tulips") == found("고양") == [one.id]
        tx.execute(delete(picture))
        assert found("tulips") == []
        assert found("'; -- \" * OR NOT") == []


def test_on_postgresql_the_counts_of_many_writers_are_gathered(postgresql_database: Database) -> None:
    with postgresql_database.write() as tx:
        many(tx, 1)
    for _ in range(400):
        with postgresql_database.write() as tx:
            tx.execute(update(pool).values(stars=(pool.c.stars + 1) % 6))
    with postgresql_database.read() as tx:
        assert kept_of(tx, pool_count) == counted_of(tx, pool_count)
        slots = tx.scalar(select(func.count()).select_from(pool_count))
        assert slots is not None and slots < 700, "nothing gathers the slots"


@pytest.mark.postgresql
def test_on_postgresql_counts_do_not_grow_with_what_arrives_by_hundreds(postgresql_database: Database) -> None:
    with postgresql_database.write() as tx:
        many(tx, 300)
    for turn in range(12):
        with postgresql_database.write() as tx:
            tx.execute(update(pool).values(favorite=func.concat(pool.c.picture, str(turn % 2))))
    with postgresql_database.read() as tx:
        assert kept_of(tx, pool_count) == counted_of(tx, pool_count)
        rows = tx.scalar(select(func.count()).select_from(pool_cell_count))
        assert rows is not None and rows <= 601, "600 cells that had pictures, and the one of before"


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "picture"),
        ({"emotion": ("sad",)}, "ix_pool_emotion"),
        ({"emotion": ("sad",), "state": ("kept",)}, "ix_pool_emotion_state"),
        ({"emotion": ("sad",), "favorite": ("x",), "orientation": "h"}, "ix_pool_cell"),
        ({"state": ("kept",)}, "ix_pool_state_picture"),
        ({"stars_min": 5}, "ix_pool_stars"),
        ({"model": ("m",)}, "ix_pool_model"),
        ({"bulk": "b"}, "ix_pool_bulk"),
        ({"cluster": "c"}, "ix_pool_cluster"),
        ({"parent": "c"}, "ix_pool_parent"),
        ({"duplicates": True}, "ix_pool_alike"),
        ({"disputed": True}, "ix_pool_disputed"),
        ({"published": True}, "ix_pool_published"),
        ({"unsafe_min": 0.5}, "ix_pool_scores"),
    ],
    ids=str,
)
def test_every_filter_is_read_from_an_index_without_sorting(
    sqlite: Database, asked: dict[str, Any], index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite.read() as tx:
        asked_of: list[str] = []
        real = tx.scalars

        def noted(query: Any) -> Any:
            sql = str(query.compile(tx.engine, compile_kwargs={"literal_binds": True}))
            asked_of.extend(row.detail for row in tx.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
            return real(query)

        monkeypatch.setattr(tx, "scalars", noted)
        listing.found(tx, PoolFilter(**asked), 100)
    plan = "\n".join(asked_of)
    assert index in plan or (index == "picture" and "INDEX" in plan)
    assert "TEMP B-TREE" not in plan


def test_the_field_that_leaves_the_fewest_is_the_one_that_is_read(database: Database) -> None:
    with database.write() as tx:
        many(tx, 30, model="m", state=lambda n: "kept" if n == 0 else "unreviewed")
        wanted = PoolFilter(model=("m",), state=("kept",))
        assert counts.fewest(tx, ["model", "state"], wanted) == "state"


@pytest.mark.parametrize("limit", [0, 501])
def test_a_limit_out_of_range_is_refused(sqlite: Database, limit: int) -> None:
    with sqlite.read() as tx, pytest.raises(BadInput, match=f"got {limit}"):
        listing.page(tx, PoolFilter(), limit)
