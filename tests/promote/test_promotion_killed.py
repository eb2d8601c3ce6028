"""A promotion of thousands that is killed in the middle goes on, counts each picture once, and can be undone."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hwawon.pool.filter import PoolFilter
from hwawon.promote import ask, store
from hwawon.promote.run import SLICE, carry_on
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item, pool
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.tables import picture
from support.databases import address_of
from support.planting import plant, tails_of

PICTURES = 2000
PATIENCE_S = 60
PROGRAM = """
import sys
from hwawon.promote.run import carry_on
from hwawon.storage.database import Database
from hwawon.storage.objects import open_objects
database, objects = Database(sys.argv[1]), open_objects(sys.argv[2])
while carry_on(database, objects, sys.argv[3]).state == "running":
    pass
"""


def begun(database: Database, kind: str = "promote") -> str:
    with database.write() as tx:
        made, _ = ask.begin(tx, kind, None, {"filter": {}})
        ask.asking(tx, made, ask.of_filter(tx, made.id, PoolFilter()))
    return made.id


def carried_out(database: Database, objects: Objects, id: str) -> tuple[int, int, int, int]:
    while (now := carry_on(database, objects, id)).state == "running":
        pass
    return now.asked, now.promoted, now.skipped, now.failed


def everything(database: Database, objects: Objects) -> tuple[Any, ...]:
    with database.read() as tx:
        rows = tx.execute(select(pool).order_by(pool.c.picture)).all()
        shown = tx.execute(select(picture.c.id, picture.c.key, picture.c.published).order_by(picture.c.id)).all()
        items = tx.execute(select(item).order_by(item.c.id)).all()
    return rows, shown, items, sorted(objects.keys())


def killed_after(database: Database, folder: str, id: str, pictures: int) -> int:
    """Kill the process that carries it out once so many are done; how many were done by then."""
    run = subprocess.Popen([sys.executable, "-c", PROGRAM, address_of(database), folder, id])
    deadline = time.monotonic() + PATIENCE_S
    try:
        while True:
            with database.read() as tx:
                done = store.get(tx, id).promoted
            if done >= pictures:
                break
            assert run.poll() is None and time.monotonic() < deadline, done
            time.sleep(0.002)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    with database.read() as tx:
        return store.get(tx, id).promoted


def told(database: Database, what: str) -> list[str]:
    keys, last = [], 0
    with database.read() as tx:
        while found := events.after(tx, last):
            last = found[-1].id
            keys += [key for one in found if one.topic == "garden" for key in one.payload[what]]
    return keys


@pytest.mark.slow
def test_two_thousand_are_promoted_once_though_killed_and_the_undo_restores_what_was(
    database: Database, tmp_path: Path
) -> None:
    folder = (tmp_path / "objects").as_uri()
    objects = open_objects(folder)
    tails = tails_of(PICTURES)
    plant(database, objects, *tails)
    before = everything(database, objects)
    id = begun(database)
    done = killed_after(database, folder, id, 2 * SLICE)
    assert 2 * SLICE <= done < PICTURES
    assert carried_out(database, objects, id) == (PICTURES, PICTURES, 0, 0)
    keys = sorted(f"emotions/{tail}" for tail in tails)
    assert sorted(told(database, "promoted")) == keys  # each once
    assert sorted(objects.keys("emotions")) == keys
    after = everything(database, objects)
    assert carried_out(database, objects, begun(database)) == (PICTURES, 0, PICTURES, 0)
    assert everything(database, objects) == after
    with database.write() as tx:
        undo = ask.begin_undo(tx, id, None)
    killed_after(database, folder, undo.id, SLICE)
    assert carried_out(database, objects, undo.id) == (PICTURES, PICTURES, 0, 0)
    assert sorted(told(database, "retracted")) == keys
    assert everything(database, objects) == before
