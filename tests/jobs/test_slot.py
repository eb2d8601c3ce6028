"""Slots beside the worker: each serves one place; one that is down costs no job anything; all end together."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hwawon.errors import BadInput, BadResult, EngineDied, EngineUnavailable, OutOfMemory
from hwawon.jobs import Handler, JobContext, JobState, Outcome, Worker
from hwawon.jobs.asking import AskingDispatcher
from hwawon.jobs.crew import Crew
from hwawon.jobs.presence import present_workers
from hwawon.jobs.slot import LONGEST_PAUSE_S, Door, Place, Slot
from hwawon.storage.database import Database
from support.jobs import NEVER, Rig, echo, fails, until

ENGINE = "endpoints"
SERVED = frozenset({"painter"})  # by the worker beside the slots


@pytest.fixture
def rig(database: Database) -> Rig:
    return Rig(database)


def slot_of(rig: Rig, handler: Handler = echo, *, name: str = "here", here: bool = True, pause_s: float = 0.05) -> Slot:
    def run(context: JobContext) -> Outcome:
        rig.ran.append(f"{context.job.request['name']}@{name}")
        outcome = handler(context)
        assert isinstance(outcome, Outcome)
        return outcome

    dispatcher = rig.dispatcher if rig.database.dialect == "sqlite" else AskingDispatcher(rig.dispatcher)
    place = Place(name, ENGINE, lambda: here)
    return Slot(rig.database, dispatcher, {"echo": run}, place, first_pause_s=pause_s, clock=rig.clock)


@contextmanager
def at_work(*parts: Worker, stop: threading.Event | None = None) -> Iterator[threading.Thread]:
    """The first is the worker, the others are its slots."""
    end = stop or threading.Event()
    thread = threading.Thread(target=Crew(parts[0], parts[1:]).run, args=(end,))
    thread.start()
    try:
        yield thread
    finally:
        end.set()
        thread.join(30)
        assert not thread.is_alive()


def is_done(rig: Rig, *jobs: str) -> bool:
    return all(rig.queue.get(job).state is JobState.SUCCEEDED for job in jobs)


def test_a_slot_takes_jobs_of_its_engine_and_no_others(rig: Rig) -> None:
    rig.submit("any")
    rig.submit("painters", engine="painter")
    rig.submit("mine", engine=ENGINE)
    assert slot_of(rig).work_off() == 1
    assert rig.ran == ["mine@here"]


def test_a_place_that_does_not_answer_is_asked_before_each_job_and_gets_none(rig: Rig) -> None:
    job = rig.submit(engine=ENGINE)
    assert slot_of(rig, here=False).work_off() == 0
    assert rig.queue.get(job.id).state is JobState.ENQUEUED


@pytest.mark.parametrize(("error", "deaths"), [(EngineUnavailable("gone"), 0), (EngineDied("broke"), 1)])
def test_a_job_goes_back_at_once_and_another_slot_does_it(rig: Rig, error: Exception, deaths: int) -> None:
    job = rig.submit(engine=ENGINE)
    assert slot_of(rig, fails(error), name="dead", pause_s=60).work_off() == 1
    back = rig.queue.get(job.id)
    assert (back.state, back.failures, back.deaths, back.not_before) == (JobState.ENQUEUED, 0, deaths, None)
    assert slot_of(rig, name="alive").work_off() == 1
    assert is_done(rig, job.id)
    assert rig.queue.get(job.id).error is None
    assert rig.ran == ["a@dead", "a@alive"]


@pytest.mark.parametrize("error", [EngineUnavailable("gone"), EngineDied("broke"), BadResult("black")])
def test_after_an_error_the_slot_leaves_the_queue_alone(rig: Rig, error: Exception) -> None:
    for name in "abc":
        rig.submit(name, engine=ENGINE)
    assert slot_of(rig, fails(error), pause_s=60).work_off() == 1
    assert rig.ran == ["a@here"]


def test_what_breaks_three_places_in_a_row_is_a_failed_attempt(rig: Rig) -> None:
    job = rig.submit(engine=ENGINE, max_attempts=2)
    for number in range(3):
        slot_of(rig, fails(OutOfMemory("too large")), name=str(number)).run_next(NEVER)
    waiting = rig.queue.get(job.id)
    assert (waiting.failures, waiting.deaths) == (1, 0)
    assert waiting.not_before is not None
    rig.clock.turn(60)
    rig.worker().look_after()
    for number in range(3):
        slot_of(rig, fails(OutOfMemory("too large")), name=str(number)).run_next(NEVER)
    failed = rig.queue.get(job.id)
    assert failed.state is JobState.FAILED
    assert failed.error == {"code": "out_of_memory", "message": "too large"}


def test_a_request_that_is_refused_fails_and_the_slot_goes_on(rig: Rig) -> None:
    jobs = [rig.submit(name, engine=ENGINE) for name in "ab"]
    assert slot_of(rig, fails(BadInput("too wide"))).work_off() == 2
    assert {rig.queue.get(job.id).state for job in jobs} == {JobState.FAILED}


def test_pauses_double_until_something_works_and_are_five_minutes_at_most() -> None:
    now, here = [0.0], [True]
    door = Door(Place("x", ENGINE, lambda: here[0]), 1.0, lambda: now[0])
    assert door.is_open()
    pauses = []
    for _ in range(10):
        door.shut("broke")
        began = now[0]
        while not door.is_open():
            now[0] += 1.0
        pauses.append(now[0] - began)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST_PAUSE_S]
    door.worked()
    door.shut("broke")
    assert not door.is_open()
    now[0] += 1.0
    here[0] = False
    assert not door.is_open()
    now[0] += 1.9
    here[0] = True
    assert not door.is_open()  # the pause after the look that nobody answered is longer
    now[0] += 0.2
    assert door.is_open()


def test_slots_and_the_worker_work_side_by_side_each_on_its_own(rig: Rig) -> None:
    together = threading.Barrier(3)

    def meet(context: JobContext) -> Outcome:
        together.wait(20)
        return Outcome(dict(context.job.request))

    jobs = [rig.submit("a", engine=ENGINE), rig.submit("b", engine=ENGINE), rig.submit("c", engine="painter")]
    worker = rig.worker(meet, serves=lambda: SERVED)
    with at_work(worker, slot_of(rig, meet, name="1"), slot_of(rig, meet, name="2")):
        until(lambda: is_done(rig, *(job.id for job in jobs)), 30)
    assert {ran.partition("@")[2] for ran in rig.ran} == {"", "1", "2"}


def test_what_a_dead_worker_left_is_taken_over_before_a_slot_begins_and_never_from_a_slot(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = Rig(sqlite)
    jobs = [rig.submit("left", engine=ENGINE), rig.submit("fresh", engine=ENGINE)]
    rig.worker().claims.claim(["echo"])  # and dies
    worker, running = rig.worker(alone=True, serves=lambda: SERVED), threading.Event()
    run = worker.run

    def begins_late(stop: threading.Event) -> None:
        assert running.wait(20)
        run(stop)

    def takes_a_while(context: JobContext) -> Outcome:
        running.set()
        time.sleep(1.5)  # the worker looks after the dead every second
        return Outcome(dict(context.job.request))

    monkeypatch.setattr(worker, "run", begins_late)
    with at_work(worker, slot_of(rig, takes_a_while)):
        until(lambda: is_done(rig, *(job.id for job in jobs)), 30)
    assert rig.ran == ["left@here", "fresh@here"]


def test_when_all_stop_each_job_goes_back_and_nothing_is_spent(rig: Rig) -> None:
    begun = threading.Semaphore(0)

    def endless(context: JobContext) -> Outcome:
        begun.release()
        while True:
            context.progress(1, 2)
            time.sleep(0.05)

    jobs = [rig.submit(str(number), engine=ENGINE) for number in range(3)]
    with at_work(rig.worker(serves=lambda: SERVED), *(slot_of(rig, endless, name=str(number)) for number in range(3))):
        for _ in jobs:
            assert begun.acquire(timeout=20)
        began_s = time.monotonic()
    assert time.monotonic() - began_s < 8
    back = [rig.queue.get(job.id) for job in jobs]
    assert {(job.state, job.failures, job.deaths, job.claim) for job in back} == {(JobState.ENQUEUED, 0, 0, None)}
    with rig.database.read() as tx:
        assert present_workers(tx, rig.clock(), 30.0) == []


def test_a_slot_that_hears_nothing_does_not_hold_up_the_end_and_its_job_goes_back(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hwawon.jobs.crew.END_WITHIN_S", 0.3)
    rig = Rig(sqlite)
    begun, go_on = threading.Event(), threading.Event()

    def deaf(context: JobContext) -> Outcome:
        begun.set()
        go_on.wait(20)
        return Outcome(dict(context.job.request))

    job = rig.submit(engine=ENGINE)
    with at_work(rig.worker(serves=lambda: SERVED), slot_of(rig, deaf)):
        assert begun.wait(20)
    assert (rig.queue.get(job.id).state, rig.queue.get(job.id).claim) == (JobState.ENQUEUED, None)
    go_on.set()  # what it writes too late is not taken
    time.sleep(0.3)
    assert rig.queue.get(job.id).state is JobState.ENQUEUED


def test_a_slot_that_breaks_makes_the_worker_begin_anew(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    slot, worker = slot_of(rig), rig.worker(serves=lambda: SERVED)
    monkeypatch.setattr(slot, "_claim", lambda: 1 // 0)
    with at_work(worker, slot) as thread:
        thread.join(20)
        assert not thread.is_alive()
    assert worker.is_spent


def test_a_slot_says_that_it_serves_only_while_its_place_answers(rig: Rig) -> None:
    def said() -> set[frozenset[str] | None]:
        with rig.database.read() as tx:
            return {one.engines for one in present_workers(tx, rig.clock(), 1e6)}

    open_one, shut_one = slot_of(rig), slot_of(rig, here=False)
    for slot in (open_one, shut_one):
        slot.work_off()
        slot._heartbeat._presence.say()
    assert said() == {frozenset({ENGINE}), frozenset()}
