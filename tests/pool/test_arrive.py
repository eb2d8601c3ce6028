"""A picture that comes into the pool: its file, its rows, the second time."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.errors import Conflict, NotFound
from hwawon.imaging import files
from hwawon.imaging.picture import Metadata, Picture
from hwawon.pool import rows
from hwawon.pool.arrive import Arrival, add_arrival, keep_arrival
from hwawon.pool.keys import Name, name_of
from hwawon.pool.rows import PoolPicture
from hwawon.storage.database import Database
from hwawon.storage.folder import FolderObjects
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import Objects
from hwawon.storage.pictures import get as picture_of

FIRST = "imgPool/happy/spring,sunny,day/one_0h.jpeg"


@pytest.fixture
def objects(tmp_path: Path) -> FolderObjects:
    return FolderObjects(tmp_path / "objects")


def noise(seed: int, width: int = 96, height: int = 64) -> Picture:
    """Soft blotches, another scene for every seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 12, 3), np.uint8)
    rows_of = np.repeat(np.repeat(coarse, height // 8, axis=0), width // 12, axis=1)
    return Picture(np.ascontiguousarray(rows_of), Metadata())


def added(database: Database, arrival: Arrival, **told: Any) -> PoolPicture:
    given = {"record": {"request": {"prompt": "a fox"}}, "kind": "generated", "title": "a fox", "owner": None} | told
    with database.write() as tx:
        return add_arrival(tx, arrival, **given)


def named(key: str = FIRST) -> Name:
    return name_of(key)


def test_an_arrival_lies_under_its_name_as_a_jpeg_and_has_both_rows(database: Database, objects: Objects) -> None:
    one = added(database, keep_arrival(objects, noise(1), named()), model="m", bulk="b")
    assert objects.exists(FIRST) and not objects.exists(named().serving_key)
    assert files.probe(objects.get(FIRST)).format == "JPEG"
    assert (one.pool_key, one.serving_key, one.published, one.state, one.model, one.bulk) == (
        (FIRST, None, False, "unreviewed", "m", "b")
    )
    assert one.picture_record.key == FIRST and one.picture_record.bytes == len(objects.get(FIRST))
    assert one.name == named() and one.cluster == one.id
    with database.read() as tx:
        assert rows.by_tail(tx, named().tail) == one and picture_of(tx, one.id) == one.picture_record


def test_a_file_that_is_dropped_in_stays_byte_for_byte(database: Database, objects: Objects) -> None:
    data = files.encode(noise(2), "PNG")
    name = named("emotions/sad/kept_v.png")
    one = added(database, keep_arrival(objects, noise(2), name, data=data, published=True, in_pool=False))
    assert objects.get("emotions/sad/kept_v.png") == data and not objects.exists("imgPool/sad/kept_v.png")
    assert (one.pool_key, one.serving_key) == (None, "emotions/sad/kept_v.png")
    assert one.picture_record.key == "emotions/sad/kept_v.png" and one.picture_record.media_type == "image/png"
    assert one.orientation == "v" and not one.published


def test_the_same_name_again_is_the_same_row(database: Database, objects: Objects) -> None:
    first = added(database, keep_arrival(objects, noise(1), named()), job="j")
    again = added(database, keep_arrival(objects, noise(1), named()), job="j")
    assert again == first


def test_a_file_written_over_another_is_unreviewed_again(database: Database, objects: Objects) -> None:
    first = added(database, keep_arrival(objects, noise(1), named()))
    with database.write() as tx:
        tx.execute(pool.update().values(state="kept", stars=3))
    same = added(database, keep_arrival(objects, noise(1), named()), record={})
    assert (same.id, same.state, same.stars) == (first.id, "kept", 3)
    assert same.picture_record.record == first.picture_record.record
    other = added(database, keep_arrival(objects, noise(9), named()), title="another")
    assert (other.id, other.state, other.stars) == (first.id, "unreviewed", 0)
    assert other.picture_record.title == "another" and other.fingerprint != first.fingerprint


def test_a_picture_of_the_pool_that_comes_to_serving_too_keeps_both_keys(database: Database, objects: Objects) -> None:
    first = added(database, keep_arrival(objects, noise(1), named()))
    data = objects.get(FIRST)
    both = added(
        database,
        keep_arrival(objects, files.read(data), named(), data=data, published=True, in_pool=False),
        record={},
        kind="upload",
    )
    assert (both.id, both.pool_key, both.serving_key) == (first.id, FIRST, named().serving_key)
    assert both.picture_record.key == FIRST


def test_forgetting_takes_the_rows_and_leaves_no_child_pointing_nowhere(database: Database, objects: Objects) -> None:
    parent = added(database, keep_arrival(objects, noise(1), named()))
    child = added(
        database,
        keep_arrival(objects, noise(2), named("imgPool/happy/one-r1h.jpeg")),
        kind="retouched",
        parent=parent.id,
    )
    with database.write() as tx:
        assert rows.forget(tx, parent.id).id == parent.id
        assert rows.get(tx, child.id).parent is None
        with pytest.raises(NotFound):
            rows.get(tx, parent.id)


def test_a_published_picture_is_not_forgotten(database: Database, objects: Objects) -> None:
    one = added(database, keep_arrival(objects, noise(1), named()))
    with database.write() as tx:
        tx.execute(pool.update().values(published_at=one.picture_record.created_at))
        with pytest.raises(Conflict, match="retract"):
            rows.forget(tx, one.id)


def test_pictures_that_are_asked_for_come_in_that_order_or_the_missing_one_is_named(
    database: Database, objects: Objects
) -> None:
    made = [added(database, keep_arrival(objects, noise(n), named(f"imgPool/calm/{n}h.jpeg"))).id for n in range(3)]
    with database.read() as tx:
        assert [one.id for one in rows.all_of(tx, made[::-1])] == made[::-1]
        with pytest.raises(NotFound, match="nowhere"):
            rows.all_of(tx, [made[0], "nowhere"])
