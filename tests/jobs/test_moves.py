"""Pausing, moving and finding one's place: whoever does it, nobody gets a turn that they did not have."""

import shutil
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import Conflict, NotFound, OutOfMemory
from hwawon.jobs import Job, JobState, Priority
from hwawon.jobs.moves import Turn, rank_between, reordered
from hwawon.storage.database import Database
from support.jobs import NEVER, Rig, fails


@pytest.fixture
def rig(database: Database) -> Rig:
    return Rig(database)


def several(rig: Rig, owner: str, count: int, **options: Any) -> list[Job]:
    return [rig.submit(f"{owner} {number}", owner=owner, **options) for number in range(count)]


def order(rig: Rig) -> list[str]:
    """Which jobs will run, by the list of turns, which must agree with the places and with the workers."""
    listed = rig.queue.page(500, in_turn=True).items
    places = rig.queue.places(listed)
    assert [places[job.id] for job in listed] == list(range(1, len(listed) + 1))
    names = [job.request["name"] for job in listed]
    rig.worker().work_off()
    assert rig.ran == names
    return names


# --- as arithmetic

turns = st.lists(st.integers(0, 9), min_size=1, max_size=8).map(
    lambda ranks: sorted(Turn(rank, f"{index * 7 % 8:02}") for index, rank in enumerate(ranks))
)


@given(turns, st.data())
@settings(deadline=None, derandomize=True)
def test_a_move_gives_the_wanted_order_and_no_round_that_was_not_there(given: list[Turn], data: st.DataObject) -> None:
    ids = [turn.id for turn in given]
    moved, before = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from([*ids, None]))
    changed = reordered(given, moved, before)
    after = sorted(Turn(changed.get(turn.id, turn.rank), turn.id) for turn in given)
    rest = [id for id in ids if id != moved]
    if before != moved:
        rest.insert(len(rest) if before is None else rest.index(before), moved)
        assert [turn.id for turn in after] == rest
    assert all(new.rank >= old.rank for old, new in zip(given, after, strict=True))
    if len({turn.rank for turn in given}) == len(given):
        assert [turn.rank for turn in after] == [turn.rank for turn in given]


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
@settings(deadline=None, derandomize=True)
def test_a_rank_between_two_turns_is_between_them(low: int, high: int, first: int, second: int, id: int) -> None:
    previous, following = sorted((Turn(low, f"{first}a"), Turn(high, f"{second}b")))
    rank = rank_between(previous, following, f"{id}c")
    if rank is not None:
        assert previous < (rank, f"{id}c") < following
    assert rank_between(None, following, f"{id}c") is not None


# --- among one's own


def test_a_job_moves_to_the_front_of_its_owners_turns_and_others_keep_theirs(rig: Rig) -> None:
    mine = several(rig, "shin", 4)
    several(rig, "kim", 2)
    moved = rig.queue.move(mine[3].id, to_front=True)
    assert (moved.id, moved.rank) == (mine[3].id, mine[0].rank)
    names = order(rig)
    assert [name for name in names if name.startswith("shin")] == ["shin 3", "shin 0", "shin 1", "shin 2"]
    assert [name.split()[0] for name in names[:4]].count("kim") == 2


def test_a_job_moves_to_the_back_and_before_another(rig: Rig) -> None:
    mine = several(rig, "shin", 4)
    rig.queue.move(mine[0].id)
    rig.queue.move(mine[3].id, mine[2].id)
    rig.queue.move(mine[1].id, mine[1].id)
    assert order(rig) == ["shin 1", "shin 3", "shin 2", "shin 0"]


def test_nobody_moves_before_somebody_elses_job_or_into_another_priority(rig: Rig) -> None:
    mine, theirs = several(rig, "shin", 1)[0], several(rig, "kim", 1)[0]
    bulk = rig.submit("bulk", owner="shin", priority=Priority.BULK)
    for other in (theirs, bulk):
        with pytest.raises(Conflict, match="among your turns"):
            rig.queue.move(mine.id, other.id)
    with pytest.raises(NotFound):
        rig.queue.move(mine.id, "nothing")


# --- anywhere


def test_a_curator_moves_a_job_before_all_and_behind_all_of_any_priority(rig: Rig) -> None:
    several(rig, "shin", 2)
    urgent = rig.submit("urgent", priority=Priority.INTERACTIVE)
    bulk = rig.submit("bulk", priority=Priority.BULK)
    last = rig.submit("last", priority=Priority.BULK)
    rig.queue.move(bulk.id, to_front=True, anywhere=True)
    rig.queue.move(urgent.id, anywhere=True)
    assert order(rig) == ["bulk", "shin 0", "shin 1", "last", "urgent"]
    assert rig.queue.get(last.id).priority == Priority.BULK


def test_a_curator_moves_a_job_between_two_of_one_round(rig: Rig) -> None:
    names = ("kim", "lee", "park", "shin")
    jobs = {name: rig.submit(name, owner=name) for name in names}  # all in one round
    rig.queue.move(jobs["shin"].id, jobs["lee"].id, anywhere=True)
    rig.queue.move(jobs["kim"].id, jobs["park"].id, anywhere=True)
    assert order(rig) == ["shin", "lee", "kim", "park"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=8))
@settings(deadline=None, derandomize=True, max_examples=15)
def test_moves_of_a_curator_do_what_they_say_and_leave_the_others_in_order(
    sqlite_template: Path, moves: list[tuple[int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        path = shutil.copy(sqlite_template, Path(folder) / "hwawon.sqlite")
        rig = Rig(Database(f"sqlite:///{path}"))
        jobs = [rig.submit(str(number), owner=str(number % 3)) for number in range(6)]
        wanted = [job.request["name"] for job in rig.queue.page(9, in_turn=True).items]
        for moved, target in moves:
            rig.queue.move(jobs[moved].id, jobs[target].id, anywhere=True)
            if moved != target:
                wanted.remove(str(moved))
                wanted.insert(wanted.index(str(target)), str(moved))
            listed = rig.queue.page(9, in_turn=True).items
            assert [job.request["name"] for job in listed] == wanted
        unmoved = [job for job in listed if int(job.request["name"]) not in {moved for moved, _ in moves}]
        for owner in ("0", "1", "2"):
            ranks = [job.rank for job in unmoved if job.owner == owner]
            assert all(earlier < later for earlier, later in pairwise(ranks)), "two turns in one round"
        rig.database.close()


def test_who_comes_after_a_curators_moves_is_still_served_next(rig: Rig) -> None:
    mine = several(rig, "shin", 6)
    for job in mine[3:]:
        rig.queue.move(job.id, to_front=True, anywhere=True)
    several(rig, "kim", 2)
    rig.worker().work_off()
    assert rig.ran.index("kim 0") < rig.ran.index("shin 1")


# --- what cannot be moved


def test_only_a_job_that_waits_for_its_turn_is_moved(rig: Rig) -> None:
    running = rig.submit("running", lock="journal")
    blocked = rig.submit("blocked", lock="journal")
    paused, delayed, other = (rig.submit(name) for name in ("paused", "delayed", "other"))
    rig.worker().claims.claim(["echo"])
    rig.queue.pause_job(paused.id)
    rig.worker(fails(OutOfMemory())).run_next(NEVER)
    assert rig.queue.get(delayed.id).not_before is not None
    for job, reason in ((running, "running"), (blocked, "journal"), (paused, "paused"), (delayed, "next attempt")):
        with pytest.raises(Conflict, match=reason):
            rig.queue.move(job.id, to_front=True)
        with pytest.raises(Conflict, match=reason):
            rig.queue.move(other.id, job.id, anywhere=True)
    assert rig.queue.move(other.id, to_front=True, anywhere=True).id == other.id


# --- pausing one


def test_a_paused_job_stays_enqueued_and_others_go_on(rig: Rig) -> None:
    first, second = several(rig, "shin", 2)
    assert rig.queue.pause_job(first.id).paused
    assert rig.queue.pause_job(first.id).state is JobState.ENQUEUED
    assert rig.queue.places([first, rig.queue.get(first.id), second]) == {first.id: 1, second.id: 1}
    worker = rig.worker()
    worker.work_off()
    assert rig.ran == ["shin 1"]
    assert not rig.queue.resume_job(first.id).paused
    worker.work_off()
    assert rig.ran == ["shin 1", "shin 0"]
    for order in (rig.queue.pause_job, rig.queue.resume_job):
        with pytest.raises(Conflict, match="succeeded"):
            order(first.id)
    assert [told["paused"] for told in rig.events_of(first.id)] == [False, True, False, False, False]


def test_jobs_resumed_one_by_one_earn_no_turns_in_a_row(rig: Rig) -> None:
    paused = several(rig, "kim", 3)
    for job in paused:
        rig.queue.pause_job(job.id)
    several(rig, "shin", 10)
    worker = rig.worker()
    for _ in range(5):
        worker.run_next(NEVER)
    for job in paused:
        rig.queue.resume_job(job.id)
    worker.work_off()
    assert [name.split()[0] for name in rig.ran[5:10]] == ["kim", "kim", "shin", "kim", "shin"]


def test_a_job_that_is_resumed_in_time_keeps_its_turn(rig: Rig) -> None:
    jobs = several(rig, "shin", 3)
    rig.queue.pause_job(jobs[1].id)
    assert rig.queue.resume_job(jobs[1].id).rank == jobs[1].rank
    assert order(rig) == ["shin 0", "shin 1", "shin 2"]


def test_one_paused_job_does_not_pause_its_batch(rig: Rig) -> None:
    first, _ = (rig.submit(name, batch="b") for name in ("first", "second"))
    rig.queue.pause_job(first.id)
    assert not rig.submit("third", batch="b").paused
    rig.queue.pause("b")
    assert rig.submit("fourth", batch="b").paused


def test_a_batch_is_paused_for_one_owner_alone(rig: Rig) -> None:
    mine, theirs = (rig.submit(owner, owner=owner, batch="b") for owner in ("shin", "kim"))
    assert rig.queue.pause("b", "shin") == 1
    assert [rig.queue.get(job.id).paused for job in (mine, theirs)] == [True, False]
    assert (rig.queue.resume("b", "kim"), rig.queue.resume("b", "shin")) == (0, 1)


# --- the list of turns


def test_the_list_of_turns_goes_on_from_page_to_page_and_ends_with_those_that_are_held(rig: Rig) -> None:
    several(rig, "shin", 5)
    several(rig, "kim", 3)
    held = several(rig, "lee", 3)
    for job in held:
        rig.queue.pause_job(job.id)
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        page = rig.queue.page(2, cursor, in_turn=True)
        seen += [job.request["name"] for job in page.items]
        cursor = page.next_cursor
    assert seen[8:] == ["lee 0", "lee 1", "lee 2"]
    rig.worker().work_off()
    assert seen[:8] == rig.ran


def test_the_list_of_turns_is_narrowed_and_goes_on_behind_a_job_that_has_begun(rig: Rig) -> None:
    several(rig, "shin", 4)
    several(rig, "kim", 4, batch="b")
    page = rig.queue.page(1, in_turn=True, owner="kim")
    assert [job.request["name"] for job in page.items] == ["kim 0"]
    for _ in range(2):
        rig.worker().claims.claim(["echo"])
    rest = rig.queue.page(9, page.next_cursor, in_turn=True, batch="b")
    assert [job.request["name"] for job in rest.items] == ["kim 1", "kim 2", "kim 3"]


# --- restarting many


def test_all_dead_letters_are_put_back_but_those_that_make_no_sense(rig: Rig) -> None:
    for name in ("a", "b", "gone"):
        rig.submit(name, max_attempts=1)
    cancelled = rig.submit("cancelled")
    rig.queue.cancel(cancelled.id)
    rig.worker(fails(OutOfMemory())).work_off()

    def check(_tx: object, job: Job) -> None:
        if job.request["name"] == "gone":
            raise Conflict("its picture is gone")

    assert rig.queue.restart_failed(check, kind="other") == (0, 0)
    assert rig.queue.restart_failed(check) == (2, 1)
    assert rig.queue.restart_failed(check) == (0, 1)
    assert rig.queue.get(cancelled.id).state is JobState.CANCELLED
    assert rig.worker().work_off() == 2


def test_a_dead_letter_of_a_paused_batch_comes_back_paused(rig: Rig) -> None:
    dead = rig.submit("dead", batch="b", max_attempts=1)
    rig.worker(fails(OutOfMemory())).work_off()
    rig.submit("next", batch="b")
    rig.queue.pause("b")
    assert rig.queue.restart(dead.id).paused
    assert rig.worker().work_off() == 0
