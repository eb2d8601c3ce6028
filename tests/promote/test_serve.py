"""What visitors see changes in four places at once: pool, picture, item and the feed of events."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from hwawon.errors import NotFound
from hwawon.promote.serve import begin_serving, end_serving
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item
from support.planting import plant, rows_of, seconds, served

TAIL = "happy/spring,sunny,day/img_1h.jpeg"
KEY = f"emotions/{TAIL}"
NOON = datetime(2026, 11, 27, 12, 0, 0, 250000, UTC)


def told(database: Database) -> list[dict[str, object]]:
    with database.read() as tx:
        return [dict(one.payload) for one in events.after(tx, 0) if one.topic == "garden"]


def test_a_picture_is_shown_and_taken_away_in_all_places_at_once(database: Database) -> None:
    (id,) = plant(database, None, TAIL)
    before = rows_of(database, id)
    with database.write() as tx:
        begin_serving(tx, id, NOON)
    shown = rows_of(database, id)
    assert (shown["serving_key"], shown["published_at"], shown["published"]) == (KEY, NOON, True)
    assert shown["key"] == f"imgPool/{TAIL}"
    assert shown["item"] == {
        "id": KEY,
        "timestamp": seconds(NOON),
        "emotion": "happy/spring,sunny,day",
        "picture": id,
        "synthetic": False,
    }
    with database.write() as tx:
        end_serving(tx, id)
    assert rows_of(database, id) == before
    assert told(database) == [{"promoted": [KEY], "retracted": []}, {"promoted": [], "retracted": [KEY]}]


def test_a_picture_that_is_shown_already_keeps_its_moment_and_tells_nothing(database: Database) -> None:
    (id,) = plant(database, None, TAIL)
    with database.write() as tx:
        begin_serving(tx, id, NOON)
        begin_serving(tx, id, datetime(2027, 1, 1, tzinfo=UTC))
    assert rows_of(database, id)["published_at"] == NOON
    assert len(told(database)) == 1


def test_a_picture_can_be_hidden_and_its_file_stay(database: Database) -> None:
    (id,) = plant(database, None, TAIL)
    with database.write() as tx:
        begin_serving(tx, id, NOON)
        end_serving(tx, id, keep_file=True)
    hidden = rows_of(database, id)
    assert (hidden["serving_key"], hidden["published_at"], hidden["published"], hidden["item"]) == (
        KEY,
        None,
        False,
        None,
    )
    assert served(database) == []


def test_a_rollback_leaves_nothing_of_it(database: Database) -> None:
    (id,) = plant(database, None, TAIL)
    before = rows_of(database, id)
    with pytest.raises(RuntimeError), database.write() as tx:
        begin_serving(tx, id, NOON)
        raise RuntimeError
    assert rows_of(database, id) == before
    assert told(database) == []


def test_a_picture_outside_the_garden_is_said_so(database: Database) -> None:
    with database.write() as tx, pytest.raises(NotFound, match="in the garden"):
        begin_serving(tx, "0" * 32, NOON)


@pytest.mark.postgresql
def test_an_import_of_the_same_item_at_the_same_moment_disturbs_nothing(postgresql_database: Database) -> None:
    (id,) = plant(postgresql_database, None, TAIL)
    with ThreadPoolExecutor(1) as other:
        with postgresql_database.write() as tx:
            tx.execute(insert(item).values(id=KEY, timestamp=1, emotion="sad"))
            shown = other.submit(_show, postgresql_database, id)
            with pytest.raises(TimeoutError):  # it waits for the import
                shown.result(timeout=0.5)
        shown.result(timeout=30)
    assert rows_of(postgresql_database, id)["item"] == {
        "id": KEY,
        "timestamp": seconds(NOON),
        "emotion": "happy/spring,sunny,day",
        "picture": id,
        "synthetic": False,
    }


def _show(database: Database, id: str) -> None:
    with database.write() as tx:
        begin_serving(tx, id, NOON)
