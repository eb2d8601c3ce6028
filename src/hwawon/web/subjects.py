"""What a job is about: a job whose pictures, journal, batch or run were deleted makes no sense any more."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from hwawon.errors import Conflict
from hwawon.jobs.job import Job
from hwawon.storage.garden_tables import bulk
from hwawon.storage.tables import batch, journal, picture

_PICTURES = ("picture", "image", "mask", "lineart", "reference", "strengths")  # keys of requests that name one
_NOT_A_PICTURE = ("auto",)


def check_subject(tx: Connection, job: Job) -> None:
    """Refuse a job whose request names what is no longer there.

    Raises:
        Conflict: a picture, the journal, the batch or the bulk run is gone.
    """
    named = set(_pictures(job.request))
    there = set(tx.scalars(select(picture.c.id).where(picture.c.id.in_(named))))
    gone = [f"picture {id}" for id in sorted(named - there)]
    for what, rows in (("journal", journal), ("batch", batch), ("bulk", bulk)):
        id = job.request.get(what)
        if isinstance(id, str) and tx.scalar(select(rows.c.id).where(rows.c.id == id)) is None:
            gone.append(f"{what} {id}")
    if gone:
        raise Conflict(f"job {job.id} cannot be restarted: {', '.join(gone)} is no longer there")


def _pictures(request: Mapping[str, Any]) -> Iterator[str]:
    for part in (request, *request.get("controls", ())):
        for key in _PICTURES:
            value = part.get(key)
            if isinstance(value, str) and value not in _NOT_A_PICTURE:
                yield value
