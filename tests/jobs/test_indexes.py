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
