"""What the API says of a run."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from hwawon.bulk.counts import Tally, eta_s
from hwawon.bulk.request import BulkRequest
from hwawon.bulk.store import BulkRow

ACCEPTED: JsonValue = {"id": "0198f3a2c1d47a5e8b1f2c3d4e5f6a7b", "total": 16384}


class BulkAccepted(BaseModel):
    """A run was taken in."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCEPTED]})

    id: str
    total: int  # pictures


class BulkPlanOut(BaseModel):
    """What a run would make. Nothing is made yet."""

    total: int
    prompts: list[str]  # of the first pictures, exactly
    tokens_over: int  # cells whose prompt is longer than the engine reads at once
    eta_s: float | None  # from earlier jobs and the workers that are there; null before there are any
    notices: list[str]


class BulkOut(BaseModel):
    """A run and how far it is: total = done + failed + running + left + cancelled, at each moment."""

    id: str
    title: str
    state: Literal["running", "paused", "cancelled", "done"]
    total: int
    done: int
    failed: int
    running: int
    left: int
    cancelled: int
    eta_s: float | None  # measured; null before the first picture, and while nothing goes on
    pictures_per_hour: float | None
    created_at: datetime
    engine: str
    request: BulkRequest


class BulkPage(BaseModel):
    """Some runs, newest first."""

    items: list[BulkOut]
    next_cursor: str | None


def bulk_json(row: BulkRow, told: Tally, pictures_per_s: float | None, *, in_list: bool = False) -> dict[str, Any]:
    """A run as the API shows it; in a list without the words of its cells, of which a run may have megabytes."""
    counts = ("total", "done", "failed", "running", "left", "cancelled", "state")
    expected = eta_s(told, pictures_per_s)
    return {
        "id": row.id,
        "title": row.title,
        **{name: getattr(told, name) for name in counts},
        "eta_s": None if expected is None else round(expected, 1),
        "pictures_per_hour": None if pictures_per_s is None else round(pictures_per_s * 3600, 1),
        "created_at": row.created_at,
        "engine": row.asked["engine"],
        "request": {**row.asked, "cells": _named(row.asked["cells"])} if in_list else row.asked,
    }


def _named(cells: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: cell[name] for name in ("emotion", "favorite") if name in cell} for cell in cells]
