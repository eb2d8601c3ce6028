"""Objects that no row points at are found and swept; those of a row or of work under way are not."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.orphans import orphans, sweep
from hwawon.storage.pictures import NewPicture
from hwawon.storage.tables import job, journal, journal_step
from hwawon.storage.types import utc_now

HOUR = timedelta(hours=1)


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return open_objects((tmp_path / "objects").as_uri())


def add_picture(database: Database, key: str, record: Mapping[str, Any], thumbnail_key: str | None = None) -> str:
    new = NewPicture(
        kind="upload",
        key=key,
        thumbnail_key=thumbnail_key,
        media_type="image/png",
        width=1,
        height=1,
        bytes=1,
        record=record,
    )
    with database.write() as tx:
        return pictures.add(tx, new).id


def add_job(tx: Connection, **values: Any) -> None:
    """A job whose other columns say nothing."""
    nothing: dict[type, Any] = {str: "", int: 0, bool: False, object: utc_now()}
    needed = [column for column in job.columns if not column.nullable and column.name not in values]
    rest = {column.name: nothing[column.type.python_type] for column in needed}
    tx.execute(insert(job).values(rest | {"id": new_id()} | values))


def make_old(objects: Objects, *keys: str) -> None:
    moment = (datetime.now(UTC) - 2 * HOUR).timestamp()
    for key in keys:
        path = objects.local_path(key)
        assert path is not None
        os.utime(path, (moment, moment))


def test_only_what_no_row_points_at_is_an_orphan(database: Database, objects: Objects) -> None:
    kept = [objects.put(bytes([number]), ".png") for number in range(8)]
    objects.write("previews/job.webp", b"preview")
    lost = objects.put(b"lost", ".png")
    now = utc_now()
    base = add_picture(database, kept[0], {"mask": kept[2]}, thumbnail_key=kept[1])
    with database.write() as tx:
        add_job(tx, request={"layers": [{"mask": kept[3]}]}, result={"patch": kept[4]}, preview_key="previews/job.webp")
        tx.execute(insert(journal).values(id="j", base_picture=base, created_at=now, updated_at=now))
        step = {"id": "s", "journal": "j", "position": 0, "data": {"lines": kept[5]}, "created_at": now}
        tx.execute(insert(journal_step).values(step | {"patch_key": kept[6], "mask_key": kept[7]}))
    assert orphans(database, objects) == [lost]


def test_an_empty_store_has_no_orphans(database: Database, objects: Objects) -> None:
    assert orphans(database, objects) == []
    assert sweep(database, objects, HOUR) == 0


def test_a_sweep_takes_old_orphans_only(database: Database, objects: Objects, tmp_path: Path) -> None:
    old, young, used = (objects.put(data, ".png") for data in (b"old", b"young", b"used"))
    unfinished = tmp_path / "objects" / ".part-abc"
    unfinished.write_bytes(b"half")
    add_picture(database, used, {})
    make_old(objects, old, used)
    os.utime(unfinished, (0, 0))
    assert sweep(database, objects, HOUR) == 2
    assert set(objects.keys()) == {young, used}
    assert not unfinished.exists()
    assert sweep(database, objects, HOUR) == 0


def test_an_orphan_that_is_put_again_is_safe_from_the_sweep(database: Database, objects: Objects) -> None:
    key = objects.put(b"again", ".png")
    make_old(objects, key)
    objects.put(b"again", ".png")
    assert sweep(database, objects, HOUR) == 0
    assert objects.exists(key)


def test_the_object_of_a_removed_picture_goes_unless_another_uses_it(database: Database, objects: Objects) -> None:
    key = objects.put(b"shared", ".png")
    first, second = (add_picture(database, key, {}) for _ in range(2))
    make_old(objects, key)
    for gone, left in ((first, [key]), (second, [])):
        with database.write() as tx:
            pictures.remove(tx, gone)
        sweep(database, objects, HOUR)
        assert list(objects.keys()) == left


def test_what_lies_in_the_gardens_folders_is_nobodys_to_sweep(database: Database, objects: Objects) -> None:
    kept = ["imgPool/happy/1.jpeg", "emotions/happy/1.jpeg", "display/hall/img0h.jpeg", "dataset/1/a.jpeg"]
    gone = ["imgPools/1.jpeg", "other/emotions/1.jpeg"]
    for key in (*kept, *gone):
        objects.write(key, b"from outside")
    make_old(objects, *kept, *gone)
    assert orphans(database, objects) == sorted(gone)
    assert sweep(database, objects, HOUR) == 2
    assert set(objects.keys()) == set(kept)
