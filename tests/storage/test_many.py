"""Many rows by one call: the same on both databases, and on PostgreSQL by one statement."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item, visitor, wildcard
from hwawon.storage.many import insert_many, update_many

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER = datetime(2027, 1, 1, 1, 2, 3, 456789, UTC)


def items(database: Database) -> list[tuple[Any, ...]]:
    with database.read() as tx:
        return [tuple(row) for row in tx.execute(select(item).order_by(item.c.id))]


def test_rows_are_added_and_those_that_are_there_get_what_is_named_alone(database: Database) -> None:
    rows = [{"id": id, "timestamp": 1, "emotion": "sad", "picture": None, "synthetic": True} for id in ("b", "a")]
    with database.write() as tx:
        insert_many(tx, item, rows)
        again = [row | {"timestamp": 2, "emotion": "happy", "synthetic": False, "picture": "p"} for row in rows[:1]]
        new = {"id": "c", "timestamp": 3, "emotion": "calm", "synthetic": False, "picture": "q"}
        insert_many(tx, item, [*again, new], instead=("timestamp", "picture"))
    assert items(database) == [("a", 1, "sad", None, True), ("b", 2, "sad", "p", True), ("c", 3, "calm", "q", False)]


def test_json_moments_and_nothing_at_all_come_back_as_they_went(database: Database) -> None:
    words: list[Any] = [["fox", "여우"], {"a": [1, None]}, "plain", None]
    with database.write() as tx:
        insert_many(tx, wildcard, [{"name": f"{n}", "words": [n], "updated_at": NOON} for n in range(len(words) + 1)])
        changed = [{"name": f"{n}", "words": word or [], "updated_at": LATER} for n, word in enumerate(words)]
        update_many(tx, wildcard, ("name",), changed)
        found = [tuple(row) for row in tx.execute(select(wildcard).order_by(wildcard.c.name))]
    assert found == [(f"{n}", word or [], LATER) for n, word in enumerate(words)] + [("4", [4], NOON)]


def test_only_rows_with_all_of_the_named_values_change(database: Database) -> None:
    with database.write() as tx:
        insert_many(tx, item, [{"id": f"{n}", "timestamp": n % 2, "emotion": "sad"} for n in range(4)])
        update_many(tx, item, ("id", "timestamp"), [{"id": f"{n}", "timestamp": 1, "emotion": "calm"} for n in (0, 1)])
    assert [row[2] for row in items(database)] == ["sad", "calm", "sad", "sad"]


@pytest.mark.postgresql
def test_on_postgresql_any_number_of_rows_is_one_statement_and_none_is_none(postgresql_database: Database) -> None:
    said: list[str] = []
    event.listen(postgresql_database.engine, "before_cursor_execute", lambda _c, _k, text, *_: said.append(text))
    with postgresql_database.write() as tx:
        insert_many(tx, visitor, [{"id": f"u{n}", "created_at": NOON} for n in range(3000)])
        update_many(tx, visitor, ("id",), [{"id": f"u{n}", "gender": f"{n}"} for n in range(3000)])
        insert_many(tx, visitor, [])
        update_many(tx, visitor, ("id",), [])
        assert len(said) == 2
        assert tx.scalar(select(visitor.c.gender).where(visitor.c.id == "u2999")) == "2999"
