"""Rounds: whatever is submitted, owners who wait are served alike."""

from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.jobs import Priority
from hwawon.storage.database import Database
from support.jobs import NEVER, Rig

OWNERS = ("shin", "kim", None)
submissions = st.lists(st.tuples(st.sampled_from(OWNERS), st.integers(1, 6)), min_size=1, max_size=6)


@given(submissions)
@settings(deadline=None, derandomize=True, max_examples=12)
def test_while_two_owners_wait_neither_is_served_twice_more_than_the_other(bulks: list[tuple[str | None, int]]) -> None:
    with TemporaryDirectory() as folder:
        rig = Rig(migrated(Path(folder)))
        waiting = dict.fromkeys(OWNERS, 0)
        for owner, count in bulks:
            for _ in range(count):
                rig.submit(str(owner), owner=owner)
            waiting[owner] += count
        served = dict.fromkeys(OWNERS, 0)
        worker = rig.worker()
        while worker.run_next(NEVER):
            owner = None if rig.ran[-1] == "None" else rig.ran[-1]
            served[owner] += 1
            still = [served[other] for other in OWNERS if served[other] < waiting[other]]
            assert not still or max(still) - min(still) <= 1
        assert served == waiting
        rig.database.close()


@given(st.lists(st.tuples(st.sampled_from(list(Priority)), st.sampled_from(OWNERS)), max_size=12))
@settings(deadline=None, derandomize=True, max_examples=12)
def test_priorities_never_mix(jobs: list[tuple[Priority, str | None]]) -> None:
    with TemporaryDirectory() as folder:
        rig = Rig(migrated(Path(folder)))
        for priority, owner in jobs:
            rig.submit(priority.name, owner=owner, priority=priority)
        rig.worker().work_off()
        order = [Priority[name] for name, _ in groupby(rig.ran)]
        assert order == sorted({priority for priority, _ in jobs})
        rig.database.close()


def migrated(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'hwawon.sqlite'}")
    database.migrate()
    return database
