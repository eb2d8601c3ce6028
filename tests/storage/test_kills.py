"""Programs killed in the middle of writing leave no row without its object, and nothing that a sweep cannot take."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

import hwawon
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.objects import hashed_key, open_objects
from hwawon.storage.orphans import orphans, sweep
from hwawon.storage.pictures import PictureLine
from support.databases import address_of

WRITER = """
import os, sys
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.objects import open_objects
database, objects = Database(sys.argv[1]), open_objects(sys.argv[2])
print("writing", flush=True)
while True:
    data = os.urandom(200_000)
    keys = {"key": objects.put(data, ".png"), "thumbnail_key": objects.put(data[:999], ".webp")}
    rest = {"kind": "generated", "media_type": "image/png", "width": 1, "height": 1, "record": {"prompt": "cosmos"}}
    new = pictures.NewPicture(bytes=len(data), **keys, **rest)
    with database.write() as tx:
        pictures.add(tx, new)
"""


def all_pictures(tx: Connection) -> Iterator[PictureLine]:
    page = pictures.page(tx, 500)
    yield from page.items
    while page.next_cursor:
        page = pictures.page(tx, 500, page.next_cursor)
        yield from page.items


@pytest.mark.slow
def test_after_any_kill_every_row_has_its_object_and_the_sweep_takes_the_rest(sqlite: Database, tmp_path: Path) -> None:
    url = (tmp_path / "objects").as_uri()
    objects, dice = open_objects(url), random.Random(7)
    environment = os.environ | {"PYTHONPATH": str(Path(hwawon.__file__).parents[1])}
    for _ in range(5):
        command = [sys.executable, "-c", WRITER, address_of(sqlite), url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == b"writing\n"
            time.sleep(dice.uniform(0.05, 0.3))
            writer.kill()
    with sqlite.read() as tx:
        records = list(all_pictures(tx))
        assert len(records) == pictures.count(tx) > 5
    for record in records:
        data = objects.get(record.key)
        assert hashed_key(data, ".png") == record.key and len(data) == record.bytes
        assert record.thumbnail_key is not None and objects.exists(record.thumbnail_key)
    sweep(sqlite, objects, timedelta(seconds=-1))
    assert orphans(sqlite, objects) == []
    assert sum(1 for path in (tmp_path / "objects").rglob("*") if path.is_file()) == 2 * len(records)
