"""The outbox, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest

from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now


def note(database: Database, *topics: str) -> None:
    with database.write() as tx:
        for topic in topics:
            events.append(tx, topic, {"about": topic}, owner="Shin")


def topics_after(database: Database, last_id: int, limit: int = 500) -> list[str]:
    with database.read() as tx:
        return [event.topic for event in events.after(tx, last_id, limit)]


def test_an_event_tells_what_happened_to_whom_and_when(database: Database) -> None:
    before = utc_now()
    with database.write() as tx:
        number = events.append(tx, "job.progress", {"step": 3, "이름": "화원"}, owner="Shin")
    with database.read() as tx:
        (found,) = events.after(tx, 0)
    assert (found.id, found.topic, found.owner) == (number, "job.progress", "Shin")
    assert found.payload == {"step": 3, "이름": "화원"}
    assert before <= found.created_at <= utc_now()


def test_events_come_in_the_order_in_which_they_happened(database: Database) -> None:
    note(database, "first", "second")
    note(database, "third")
    assert topics_after(database, 0) == ["first", "second", "third"]


def test_a_listener_goes_on_where_it_stopped(database: Database) -> None:
    note(database, "a", "b", "c", "d")
    with database.read() as tx:
        seen = events.after(tx, 0, limit=2)[-1].id
    assert topics_after(database, seen) == ["c", "d"]
    assert topics_after(database, seen, limit=1) == ["c"]


def test_what_was_rolled_back_never_happened(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as tx:
        events.append(tx, "never", {})
        raise RuntimeError
    note(database, "after")
    assert topics_after(database, 0) == ["after"]


def test_the_latest_number_is_that_of_the_last_event(database: Database) -> None:
    with database.read() as tx:
        assert events.latest_id(tx) == 0
    note(database, "a", "b")
    with database.read() as tx:
        latest = events.latest_id(tx)
        assert latest == events.after(tx, 0)[-1].id
    assert topics_after(database, latest) == []


def test_old_events_are_forgotten_and_numbers_are_never_given_twice(database: Database) -> None:
    note(database, "old", "older")
    with database.write() as tx:
        last = events.latest_id(tx)
        assert events.prune(tx, utc_now() - timedelta(hours=1)) == 0
        assert events.prune(tx, utc_now() + timedelta(seconds=1)) == 2
    note(database, "new")
    assert topics_after(database, last) == ["new"]


@pytest.mark.postgresql
def test_a_late_commit_is_not_lost_behind_an_earlier_one(postgresql_database: Database) -> None:
    """Two writers: the first takes number 1 and is slow, the second takes number 2 and is done at once."""
    database = postgresql_database
    with database.write() as slow:
        events.append(slow, "slow", {})
        with database.write() as fast:
            events.append(fast, "fast", {})
        assert topics_after(database, 0) == []
        with database.read() as tx:
            assert events.latest_id(tx) == 0
    assert topics_after(database, 0) == ["slow", "fast"]
