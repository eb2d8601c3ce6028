"""What a run would make, before it is asked for."""

from __future__ import annotations

from typing import Any

from hwawon.bulk.plan import BulkPlan
from hwawon.bulk.request import KIND, BulkRequest
from hwawon.bulk.submit import prepared
from hwawon.config import Settings
from hwawon.engines.honours import notices_of
from hwawon.forecast.forecast import forecast
from hwawon.generate.plan import effort
from hwawon.jobs.presence import present_workers
from hwawon.looks.reader import Reader
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now

SHOWN = 5  # prompts
UNNAMED = "0" * 32  # of a run that is not there; the seeds, and so what is chosen in a prompt, follow from the id


def plan_answer(database: Database, request: BulkRequest, settings: Settings, reader: Reader) -> dict[str, Any]:
    """The plan as the API shows it.

    Raises:
        UnknownEngine, EngineUnavailable, UnsupportedTask, BadInput: as `prepared`.
    """
    new, checkpoint, able = prepared(database, request, settings, None, None)
    plan = BulkPlan(UNNAMED, utc_now(), request, new.wildcards)
    first = [one.request for one in plan.part(0, max(SHOWN, len(request.cells)))]
    readings = [reader.count(one.prompt, one.engine, checkpoint.id).chunks for one in first[: len(request.cells)]]
    seconds, notices = list[float | None](), dict[str, None]()
    with database.read() as tx:
        for shape in request.orientations:
            asked = request.asked(first[0].prompt, shape, 0)
            told = forecast(tx, KIND, effort(asked, checkpoint), able, settings)
            seconds.append(told.eta_s)
            notices |= dict.fromkeys((*notices_of(asked, checkpoint, able), *told.notices))
        present = present_workers(tx, utc_now(), settings.lease_s)
        workers = sum(one.serves_any(frozenset({request.engine})) for one in present)
    return {
        "total": request.total,
        "prompts": [one.prompt for one in first[:SHOWN]],
        "tokens_over": sum(chunks > 1 for chunks in readings),
        "eta_s": _eta_s(seconds, request.total, workers),
        "notices": list(notices),
    }


def _eta_s(seconds: list[float | None], total: int, workers: int) -> float | None:
    """Of a run: `seconds` of a picture in each orientation, None where it is not known."""
    known = [each for each in seconds if each is not None]
    if len(known) < len(seconds):
        return None
    return round(sum(known) * total / len(seconds) / max(1, workers), 1)
