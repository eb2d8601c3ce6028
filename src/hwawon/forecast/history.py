"""What jobs say of themselves at their end, so that the next ones like them are foretold by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hwawon.jobs.pace import TOGETHER

RUNG, NOTICES = "rung", "notices"


def said(records: Iterable[Mapping[str, Any]], together: int = 1) -> dict[str, Any]:
    """For a job's result, from its pictures' engine records: the highest rung of the ladder, and what the user is told.

    `together`: how many jobs were painted in one go, whose time is that of all of them.
    """
    known = list(records)
    rungs = [record[RUNG] for record in known if isinstance(record.get(RUNG), int)]
    notices = dict.fromkeys(notice for record in known for notice in record.get(NOTICES, ()))
    told: dict[str, Any] = {NOTICES: list(notices)}
    if rungs:
        told[RUNG] = max(rungs)
    if together > 1:
        told[TOGETHER] = together
    return told


def rung_of(result: Mapping[str, Any] | None) -> int | None:
    """The rung that a job needed; None where it does not say."""
    rung = (result or {}).get(RUNG)
    return rung if isinstance(rung, int) else None
