"""The promises of `Database`, on SQLite and on PostgreSQL."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from hwawon.errors import BadInput, BadSetting, StorageFull
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.tables import event, person, session
from hwawon.storage.types import utc_now
from support.databases import address_of


def add_person(database: Database, name: str) -> None:
    with database.write() as tx:
        tx.execute(insert(person).values(id=new_id(), name=name, role="admin", created_at=utc_now()))


def people(database: Database) -> int:
    with database.read() as tx:
        return tx.scalar(select(func.count()).select_from(person)) or 0


def test_what_a_block_wrote_is_there_afterwards(database: Database) -> None:
    add_person(database, "Shin")
    assert people(database) == 1


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), database.write() as tx:
        tx.execute(insert(person).values(id=new_id(), name="Shin", role="admin", created_at=utc_now()))
        raise RuntimeError("on purpose")
    assert people(database) == 0


def test_writers_in_two_threads_lose_no_row(database: Database) -> None:
    def add_twenty(who: str) -> None:
        for number in range(20):
            add_person(database, f"{who} {number}")

    threads = [threading.Thread(target=add_twenty, args=(who,)) for who in ("Shin", "Kim", "Jang")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert people(database) == 60


def test_two_programs_write_to_one_database_in_turn(database: Database) -> None:
    other = Database(address_of(database))
    add_person(database, "Shin")
    add_person(other, "Kim")
    other.close()
    assert people(database) == 2


def test_two_that_read_and_then_write_do_not_overwrite_each_other(sqlite: Database, tmp_path: Path) -> None:
    """Without BEGIN IMMEDIATE the second one fails with "database is locked" in the middle of its work."""
    other = Database(f"sqlite:///{tmp_path / 'hwawon.sqlite'}")

    def read_then_add(who: Database) -> None:
        for _ in range(15):
            with who.write() as tx:
                seen = tx.scalar(select(func.count()).select_from(person))
                tx.execute(insert(person).values(id=new_id(), name=f"{seen}", role="admin", created_at=utc_now()))

    threads = [threading.Thread(target=read_then_add, args=(who,)) for who in (sqlite, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert people(sqlite) == 30


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    add_person(database, "Shin")
    with database.write() as tx:
        tx.execute(insert(person).values(id=new_id(), name="Kim", role="admin", created_at=utc_now()))
        assert people(database) == 1


def test_a_second_write_inside_a_write_is_refused_instead_of_waiting_for_itself(sqlite: Database) -> None:
    with sqlite.write(), pytest.raises(RuntimeError, match="pass its connection on"), sqlite.write():
        pass
    add_person(sqlite, "Shin")


def test_moments_come_back_in_utc_whatever_zone_they_had(database: Database) -> None:
    seoul = timezone(timedelta(hours=9))
    moment = datetime(2026, 11, 22, 8, 30, 15, 123456, tzinfo=seoul)
    with database.write() as tx:
        tx.execute(insert(person).values(id=new_id(), name="Shin", role="admin", created_at=moment))
    with database.read() as tx:
        found = tx.scalar(select(person.c.created_at))
    assert found == moment
    assert found is not None and found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="with a time zone, got"), database.write() as tx:
        naive = datetime(2026, 11, 22)
        tx.execute(insert(person).values(id=new_id(), name="Shin", role="admin", created_at=naive))


def test_json_comes_back_as_it_went_in(database: Database) -> None:
    payload = {"prompt": "花園 화원 🌷", "list": [1, 2.5, None, True], "empty": {}, "slash": "\\u0000 in words"}
    with database.write() as tx:
        events.append(tx, "picture.added", payload)
    with database.read() as tx:
        assert tx.scalar(select(event.c.payload)) == payload


@pytest.mark.parametrize(
    "value",
    ["a\x00b", "\ud800", float("nan"), float("inf"), object()],
    ids=["NUL", "surrogate", "NaN", "inf", "object"],
)
def test_what_json_cannot_hold_is_bad_input_on_both(database: Database, value: object) -> None:
    with pytest.raises(BadInput, match="cannot be stored"), database.write() as tx:
        events.append(tx, "picture.added", {"value": value})


def test_text_that_the_database_cannot_hold_is_bad_input(database: Database) -> None:
    with pytest.raises(BadInput, match="cannot be stored"):
        add_person(database, "\ud800")
    if database.dialect == "postgresql":  # SQLite holds a NUL
        with pytest.raises(BadInput, match="cannot be stored"):
            add_person(database, "a\x00b")
    assert people(database) == 0


def test_a_number_beyond_64_bits_is_bad_input(database: Database) -> None:
    with pytest.raises(BadInput, match="stored"), database.read() as tx:
        tx.scalar(select(event.c.id).where(event.c.id == 2**70))


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    orphan = {"sha256": "0" * 64, "person": new_id(), "created_at": utc_now(), "expires_at": utc_now()}
    with pytest.raises(IntegrityError), database.write() as tx:
        tx.execute(insert(session).values(orphan))


def test_sqlite_runs_in_the_mode_that_survives_a_kill_and_writes_fast(sqlite: Database) -> None:
    with sqlite.read() as tx:
        found = {name: tx.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "busy_timeout")}
    assert found == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 5000}


def test_a_full_disk_is_storage_full_and_nothing_is_written(sqlite: Database) -> None:
    with sqlite.read() as tx:
        pages = tx.scalar(text("PRAGMA page_count"))
    with pytest.raises(StorageFull, match="no space left"), sqlite.write() as tx:
        tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        events.append(tx, "picture.added", {"text": "x" * 200_000})
    with sqlite.read() as tx:
        assert events.latest_id(tx) == 0


def test_the_file_is_an_ordinary_sqlite_database(sqlite: Database, tmp_path: Path) -> None:
    add_person(sqlite, "Shin")
    with sqlite3.connect(tmp_path / "hwawon.sqlite") as plain:
        assert plain.execute("SELECT name, role FROM person").fetchall() == [("Shin", "admin")]
    plain.close()


@pytest.mark.parametrize("url", ["", "hwawon.sqlite", "mysql://localhost/x", "oracle://x", "postgresql+asyncpg://x/y"])
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="expected sqlite:///PATH or postgresql://"):
        Database(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_is_understood(scheme: str) -> None:
    assert Database(f"{scheme}://someone@localhost/hwawon").dialect == "postgresql"
