"""What is told before the click: does it fit, in which passes, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hwawon.config import Settings
from hwawon.engines.base import Capabilities
from hwawon.engines.diffusion.ladder import LADDER
from hwawon.errors import BadInput
from hwawon.forecast.fit import Fit, fit_of_rung, forecast_rung, rung_of_result
from hwawon.jobs.effort import Effort
from hwawon.jobs.pace import last_result, learned_s
from hwawon.jobs.presence import present_workers
from hwawon.storage.types import utc_now
from hwawon.weights.record import Kind
from hwawon.weights.shelf import Shelf

SLOWER = "memory is short for this size: it will be painted in slices and tiles, which takes longer"


@dataclass(frozen=True)
class Forecast:
    """What a job will need."""

    fit: Fit
    passes: tuple[tuple[int, int], ...]  # width, height; none where nothing is painted
    eta_s: float | None  # of the painting itself, not of the jobs before it
    notices: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The keys that every plan shows; its notices join the plan's own."""
        return {"fit": self.fit, "passes": [list(one) for one in self.passes], "eta_s": self.eta_s}


def forecast(tx: Connection, kind: str, effort: Effort, capabilities: Capabilities, settings: Settings) -> Forecast:
    """What a job of this kind and effort will need, by what such jobs needed before, else by arithmetic."""
    seconds = learned_s(tx, kind, effort.words)
    rung = rung_of_result(last_result(tx, kind, effort.words))
    if rung is None and capabilities.is_stable_diffusion:
        rung = _forecast_rung(tx, effort, settings)
    fit: Fit = "unknown" if rung is None else fit_of_rung(rung)
    if not capabilities.is_stable_diffusion or not effort.passes:
        fit = "fits"  # it needs no memory to speak of
    passes = tuple((one.width, one.height) for one in effort.passes)
    return Forecast(fit, passes, None if seconds is None else round(seconds, 2), (*_composed(passes), *_memory(rung)))


def _forecast_rung(tx: Connection, effort: Effort, settings: Settings) -> int | None:
    try:
        weights = Shelf(settings.models_dir).get(Kind.CHECKPOINT, effort.checkpoint)
    except BadInput:  # it lies on another machine
        return None
    return forecast_rung(effort, weights, present_workers(tx, utc_now(), settings.lease_s))


def _composed(passes: tuple[tuple[int, int], ...]) -> list[str]:
    if len(passes) < 2:
        return []
    (small_width, small_height), (width, height) = passes[0], passes[-1]
    return [f"composed at {small_width}x{small_height}, refined at {width}x{height}"]


def _memory(rung: int | None) -> list[str]:
    fit = "fits" if rung is None else fit_of_rung(rung)
    if rung is None or fit == "fits":
        return []
    if fit == "tiled":
        return [SLOWER]
    percent = round(float(LADDER[min(rung, len(LADDER) - 1)].scale) * 100)
    return [f"memory is too small for this size: it will be painted at {percent} % of it and enlarged"]
