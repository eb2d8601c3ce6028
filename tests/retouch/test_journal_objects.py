"""What the steps of a journal point at is kept while they can be brought back, and freed with the journal."""

from datetime import timedelta
from pathlib import Path

from hwawon.retouch import drafts, journal_order, journal_store
from hwawon.retouch.journal_patches import read_patch
from hwawon.storage.database import Database
from hwawon.storage.objects import open_objects
from hwawon.storage.orphans import sweep
from support import rooms
from support.journals import begun

NOW = timedelta(seconds=-1)
PROFILE = b"a profile of other colours"


def test_a_step_that_is_put_aside_keeps_its_pictures_until_its_journal_goes(database: Database, tmp_path: Path) -> None:
    objects = open_objects((tmp_path / "objects").as_uri())
    painted = rooms.step(rooms.request(), rooms.picture())
    row = journal_store.put_step(objects, painted, PROFILE)
    draft = objects.put(b"draft", ".png")
    with database.write() as tx:
        journal = begun(tx)
        journal_order.add_steps(tx, journal, [row])
        copy = journal_order.duplicate(tx, journal, row.id)
        journal_order.arrange(tx, journal, 3, {})
        drafts.save(tx, journal, 0, {"drawn": draft})
    kept = sorted(objects.keys())
    assert len(kept) == 4, "patch, mask, profile and the draft"

    assert sweep(database, objects, NOW) == 0

    with database.read() as tx:
        again = [read_patch(journal_store.step(tx, journal, id), objects, None) for id in (row.id, copy)]
    assert all((one.colour == painted.patch.colour).all() for one in again)
    with database.write() as tx:
        journal_store.remove(tx, journal)
    assert sweep(database, objects, NOW) == len(kept)
    assert list(objects.keys()) == []


def test_colours_that_are_srgb_need_no_profile(tmp_path: Path) -> None:
    objects = open_objects((tmp_path / "objects").as_uri())
    step = rooms.step(rooms.request(), rooms.picture())

    for profile in (None, b"", b"IEC sRGB"):
        assert journal_store.PROFILE not in journal_store.put_step(objects, step, profile).data
    assert journal_store.PROFILE in journal_store.put_step(objects, step, PROFILE).data
