"""What is told before the click: does it fit, in which passes, how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hwawon.config import Settings
from hwawon.engines.base import Capabilities
from hwawon.forecast.fit import Fit, expected, fit_of, notices_of
from hwawon.forecast.history import rung_of
from hwawon.jobs.effort import Effort, Pass
from hwawon.jobs.pace import last_result, learned_s
from hwawon.jobs.presence import present_workers
from hwawon.storage.types import utc_now
from hwawon.weights.record import Kind
from hwawon.weights.shelf import Shelf

Devices = Sequence[Mapping[str, Any] | None]


@dataclass(frozen=True)
class Forecast:
    """What a job will need."""

    fit: Fit
    passes: tuple[Pass, ...]  # none where nothing is painted
    eta_s: float | None  # of the painting itself, not of the jobs before it
    notices: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The keys that every plan shows, without the notices, which join its own. Sizes are width, height."""
        return {"fit": self.fit, "passes": [[one.width, one.height] for one in self.passes], "eta_s": self.eta_s}


def forecast(
    tx: Connection | None, kind: str, effort: Effort, capabilities: Capabilities, settings: Settings
) -> Forecast:
    """What a job of this kind and effort will need: as such jobs did before, else by arithmetic.

    `tx` is None where there is no database yet: then nothing has been done before, and nobody is there to work.
    """
    seconds = rung = None
    devices: Devices = ()
    if tx is not None:
        seconds = learned_s(tx, kind, effort.words)
        rung = rung_of(last_result(tx, kind, effort.words))
        workers = present_workers(tx, utc_now(), settings.lease_s)
        devices = [one.device for one in workers if one.serves_any(frozenset({effort.engine}))]
    if rung is None:
        rung = foretold_rung(effort, capabilities, devices, settings)
    notices = (*_composed(effort.passes), *notices_of(rung))
    return Forecast(fit_of(rung), effort.passes, None if seconds is None else round(seconds, 2), notices)


def foretold_rung(effort: Effort, capabilities: Capabilities, devices: Devices, settings: Settings) -> int | None:
    """The rung of the ladder on these devices, by arithmetic; None where it is not known."""
    if not effort.passes or not capabilities.is_stable_diffusion:
        return 0  # it needs no memory to speak of
    checkpoints = Shelf(settings.models_dir).all(Kind.CHECKPOINT)
    weights = next((one for one in checkpoints if one.id == effort.checkpoint), None)
    return None if weights is None else expected(effort, weights, devices)  # None: it lies on another machine


def _composed(passes: Sequence[Pass]) -> list[str]:
    if len(passes) < 2:
        return []
    first, last = passes[0], passes[-1]
    return [f"composed at {first.width}x{first.height}, refined at {last.width}x{last.height}"]
