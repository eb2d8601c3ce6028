"""The queries that run for every job go straight to their rows, however long the queue is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from hwawon.jobs import JobContext, Outcome
from hwawon.storage.database import Database
from support.jobs import Rig


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database inside the block, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def plans(database: Database, sent: list[tuple[str, Any]]) -> dict[str, list[str]]:
    """How SQLite finds the rows of each statement that looks at jobs."""
    found = {}
    with database.read() as tx:
        for statement, parameters in sent:
            if " job" in statement and not statement.startswith("INSERT"):
                steps = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                found[statement] = [step.detail for step in steps]
    return found


def step_and_end(context: JobContext) -> Outcome:
    context.progress(1, 2)
    context.progress(2, 2)
    return Outcome({})


PACE = {"engine": "painter", "pace": "painter rose 512x512@20 x1"}  # of which there is no job yet


@pytest.mark.parametrize("options", [{}, {"owner": "shin", "lock": "l", "batch": "b", "idempotency_key": "k"}, PACE])
def test_no_statement_of_a_jobs_life_sorts_or_walks_the_table(sqlite: Database, options: dict[str, str]) -> None:
    rig = Rig(sqlite)
    with statements(sqlite) as sent:
        rig.submit(**options)
        worker = rig.worker(step_and_end)
        worker.look_after()
        assert worker.work_off() == 1
    found = plans(sqlite, sent)
    assert len(found) >= 6
    for statement, steps in found.items():
        assert not [step for step in steps if "TEMP B-TREE" in step], statement
        walked = [step for step in steps if step.startswith("SCAN job")]
        assert all("ix_job_ready" in step or "ix_job_lease" in step for step in walked), (statement, walked)
        assert not [step for step in steps if "ix_job_state_id" in step or "ix_job_batch" in step], statement


def test_a_place_is_counted_between_two_entries_of_the_index_of_what_can_be_claimed(sqlite: Database) -> None:
    rig = Rig(sqlite)
    jobs = [rig.submit(str(number)) for number in range(4)]
    with statements(sqlite) as sent:
        assert rig.queue.places(jobs[::2]) == {jobs[0].id: 1, jobs[2].id: 3}
    ((_, steps),) = plans(sqlite, sent).items()
    bounds = "((priority,rank,id)>(?,?,?) AND (priority,rank,id)<(?,?,?))"
    assert [step.replace("COVERING ", "") for step in steps] == [f"SEARCH job USING INDEX ix_job_ready {bounds}"]


@pytest.mark.parametrize("owner", [None, "shin"])
def test_moving_and_listing_turns_neither_sort_nor_walk_all_that_wait(sqlite: Database, owner: str | None) -> None:
    rig = Rig(sqlite)
    jobs = [rig.submit(str(number), owner="shin") for number in range(4)]
    with statements(sqlite) as sent:
        page = rig.queue.page(1, in_turn=True, owner=owner)
        rig.queue.page(1, page.next_cursor, in_turn=True, owner=owner)
        rig.queue.move(jobs[3].id, jobs[1].id, anywhere=owner is None)
        rig.queue.move(jobs[2].id, to_front=True, anywhere=owner is None)
        rig.queue.move(jobs[0].id, anywhere=owner is None)
        rig.queue.pause_job(jobs[0].id)
        rig.queue.resume_job(jobs[0].id)
    for statement, steps in plans(sqlite, sent).items():
        whole = [step for step in steps if step.startswith("SCAN job") and "ix_job_ready" not in step]
        sorted_whole = [step for step in steps if step == "USE TEMP B-TREE FOR ORDER BY"]
        assert not whole and not sorted_whole, (statement, steps)
