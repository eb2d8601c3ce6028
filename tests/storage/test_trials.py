"""Trials are forgotten after a while; what is built on, and what is no trial, stays."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.pictures import NewPicture
from hwawon.storage.tables import journal, picture
from hwawon.storage.trials import TOOLS, TRIAL, forget
from hwawon.storage.types import utc_now

DAY = timedelta(days=1)


def add(database: Database, age: timedelta, **fields: Any) -> str:
    size = {"width": 1, "height": 1, "bytes": 1}
    new = NewPicture(**{"kind": TRIAL, "key": "a.png", "media_type": "image/png", "record": {}} | size | fields)
    with database.write() as tx:
        id = pictures.add(tx, new).id
        tx.execute(update(picture).where(picture.c.id == id).values(created_at=utc_now() - age))
    return id


def left(database: Database) -> set[str]:
    with database.read() as tx:
        return {one.id for one in pictures.page(tx, 50).items}


def test_old_trials_are_forgotten_and_others_stay(database: Database) -> None:
    old, young = add(database, 2 * DAY), add(database, DAY / 2)
    retouched = add(database, 2 * DAY, kind="retouched", base=old)

    assert forget(database, DAY) == 1

    assert left(database) == {young, retouched}
    assert forget(database, DAY) == 0


def test_masks_and_lines_are_forgotten_later_than_trials_and_references_never(database: Database) -> None:
    mask, lines = add(database, 2 * DAY, kind="mask"), add(database, 2 * DAY, kind="lines")
    reference = add(database, 99 * DAY, kind="reference")

    assert forget(database, DAY) == 0
    assert left(database) == {mask, lines, reference}
    assert forget(database, DAY, TOOLS) == 2
    assert left(database) == {reference}


def test_a_trial_that_a_journal_was_begun_on_stays(database: Database) -> None:
    base, now = add(database, 2 * DAY), utc_now()
    with database.write() as tx:
        tx.execute(insert(journal).values(id="j", base_picture=base, created_at=now, updated_at=now))

    assert forget(database, DAY) == 0
    assert left(database) == {base}
