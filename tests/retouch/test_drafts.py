"""The draft of a journal: one a journal, and of two who save at once exactly one is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select, update

from hwawon.errors import Conflict, NotFound
from hwawon.retouch import drafts, journal_store
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.orphans import sweep
from hwawon.storage.tables import draft as rows
from hwawon.storage.tables import journal
from hwawon.storage.types import utc_now
from support.journals import begun

WRITERS = 4


def begin(database: Database) -> str:
    with database.write() as tx:
        return begun(tx)


def save(database: Database, id: str, based_on: int, **changes: object) -> int:
    with database.write() as tx:
        return drafts.save(tx, id, based_on, changes)


def get(database: Database, id: str) -> drafts.Draft:
    with database.read() as tx:
        return drafts.get(tx, id)


def test_nothing_is_there_before_the_first_time(database: Database) -> None:
    assert get(database, begin(database)) == drafts.NOTHING


def test_what_is_not_sent_stays_and_what_is_dropped_goes(database: Database) -> None:
    id = begin(database)

    assert save(database, id, 0, data={"zoom": 2}, mask="m", drawn="d") == 1
    assert save(database, id, 1, drawn=None, erased="e") == 2

    found = get(database, id)
    assert (found.version, found.data) == (2, {"zoom": 2})
    assert found.layers == {"mask": "m", "drawn": None, "erased": "e", "strengths": None}


@pytest.mark.parametrize("based_on", [0, 2, 7])
def test_a_draft_that_builds_on_another_version_is_refused_and_changes_nothing(
    database: Database, based_on: int
) -> None:
    id = begin(database)
    save(database, id, 0, data={"mine": True})

    with pytest.raises(Conflict, match=f"at version 1, this one builds on {based_on}"):
        save(database, id, based_on, data={"mine": False})

    assert get(database, id).data == {"mine": True}


@pytest.mark.parametrize("present", [0, 1])
def test_of_writers_at_once_exactly_one_is_kept(database: Database, present: int) -> None:
    id = begin(database)
    if present:
        save(database, id, 0, data={"by": None})
    together = Barrier(WRITERS)

    def write(name: int) -> bool:
        together.wait()
        try:
            return save(database, id, present, data={"by": name}) == present + 1
        except Conflict:
            return False

    with ThreadPoolExecutor(WRITERS) as pool:
        kept = list(pool.map(write, range(WRITERS)))

    assert kept.count(True) == 1
    found = get(database, id)
    assert (found.version, found.data) == (present + 1, {"by": kept.index(True)})


def test_saving_moves_the_journal_up_the_list_keeps_its_version_and_is_news(database: Database) -> None:
    id = begin(database)
    with database.write() as tx:
        tx.execute(update(journal).values(updated_at=utc_now() - timedelta(days=1)))
        before = journal_store.get(tx, id)
    save(database, id, 0, data={})

    with database.read() as tx:
        after, news = journal_store.get(tx, id), events.after(tx, 0)
    assert after.updated_at - before.updated_at > timedelta(hours=23)
    assert after.version == before.version, "a step could not be changed beside a draft"
    assert (news[-1].topic, news[-1].owner, news[-1].payload) == ("journal", "me", {"id": id, "draft": 1})


def test_a_draft_needs_its_journal_and_goes_with_it(database: Database) -> None:
    id = begin(database)
    save(database, id, 0, data={})
    with database.write() as tx:
        journal_store.remove(tx, id)
        assert tx.execute(select(rows)).all() == []
    with pytest.raises(NotFound, match=id):
        save(database, id, 0, data={})


def test_the_sweep_keeps_what_a_draft_shows_and_frees_what_was_replaced(database: Database, tmp_path: Path) -> None:
    objects: Objects = open_objects((tmp_path / "objects").as_uri())
    id = begin(database)
    old, new, mask = (objects.put(data, ".png") for data in (b"old", b"new", b"mask"))
    save(database, id, 0, mask=mask, drawn=old)
    save(database, id, 1, drawn=new)

    assert sweep(database, objects, timedelta(seconds=-1)) == 1

    assert [objects.exists(key) for key in (mask, old, new)] == [True, False, True]
