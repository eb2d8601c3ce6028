"""Runs of small pictures, and a worker whose pictures fail where a test says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select

from hwawon.app import House
from hwawon.bulk.request import KIND
from hwawon.engines.shelf import EngineShelf
from hwawon.errors import BadInput
from hwawon.jobs import Job, JobContext, Outcome, Pending, Worker, open_dispatcher
from hwawon.storage.tables import job
from hwawon.workshop import handlers
from support.api import Studio

SMALL = [{"orientation": "h", "width": 320, "height": 256}, {"orientation": "v", "width": 256, "height": 320}]
COUNTS = ("done", "failed", "running", "left", "cancelled")


def asked(**changes: Any) -> dict[str, Any]:
    """A run of quickly made pictures."""
    return {"engine": "painter:flat", "orientations": SMALL, "others": "flowers", "repeats": 3} | changes


def begun(studio: Studio, **changes: Any) -> str:
    """Ask for a run; its id."""
    answer = studio.admin.post("/api/bulks", json=asked(**changes))
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def told(studio: Studio, id: str) -> dict[str, Any]:
    """A run as it stands; its counts always add up."""
    found: dict[str, Any] = studio.admin.get(f"/api/bulks/{id}").json()
    assert sum(found[name] for name in COUNTS) == found["total"], found
    return found


def counts(studio: Studio, id: str) -> dict[str, int]:
    """Those of its counts that are not 0."""
    found = told(studio, id)
    return {name: found[name] for name in COUNTS if found[name]}


def ordered(studio: Studio, id: str, order: str) -> dict[str, Any]:
    """The run after an order."""
    answer = studio.admin.post(f"/api/bulks/{id}/{order}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@contextmanager
def worker(house: House, before: Callable[[Job], None] = lambda _: None) -> Iterator[Worker]:
    """A worker; `before` each picture it calls what may raise."""
    engines = EngineShelf(house.settings)
    known = handlers(house, engines)

    def picture(context: JobContext) -> Outcome | Pending:
        before(context.job)
        return known[KIND](context)

    try:
        yield Worker(house.database, open_dispatcher(house.database), {**known, KIND: picture}, objects=house.objects)
    finally:
        engines.close()


def fails(*numbers: int) -> Callable[[Job], None]:
    """For `worker`: the pictures of these numbers fail, for good."""

    def check(one: Job) -> None:
        if one.request["nth"] in numbers:
            raise BadInput("the paint has dried up")

    return check


def pictures_of(tx: Connection, id: str) -> list[int]:
    """The numbers of the pictures of a run that are jobs, in order."""
    found = tx.scalars(select(job.c.request).where(job.c.batch == id, job.c.kind == KIND))
    return sorted(request["nth"] for request in found)
