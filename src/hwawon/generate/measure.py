"""Seconds of the usual sizes on this machine, each painted once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hwawon.config import Settings
from hwawon.engines.base import Capabilities, Checkpoint, Engine, OnStep
from hwawon.engines.checks import check_request, chosen_checkpoint
from hwawon.engines.hardware import hardware
from hwawon.engines.wishes import EngineWishes
from hwawon.errors import BadInput, OutOfMemory
from hwawon.forecast.fit import Fit, fit_of
from hwawon.forecast.forecast import foretold_rung
from hwawon.forecast.work import effort_of
from hwawon.generate.plan import SIZES
from hwawon.generate.request import GenerateRequest
from hwawon.generate.run import generate, paint_request
from hwawon.imaging.geometry import Extent

PROMPT = "a garden of tulips in the morning light"
SEED = 7


@dataclass(frozen=True)
class Measured:
    """How one size went; `reason` says why it was not painted."""

    extent: Extent
    passes: tuple[Extent, ...]
    fit: Fit  # as it was foretold
    seconds: float | None = None
    rung: int | None = None  # of the ladder, that was needed; None where the engine has no ladder
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "width": self.extent.width,
            "height": self.extent.height,
            "passes": [list(one) for one in self.passes],
            "fit": self.fit,
            "seconds": self.seconds,
            "rung": self.rung,
            "reason": self.reason,
        }


class Bench:
    """Measures an engine that is held open meanwhile.

    Raises:
        EngineUnavailable, BadInput: the engine cannot paint so at all; found before any work.
    """

    def __init__(self, engine: Engine, wishes: EngineWishes, settings: Settings) -> None:
        self._engine = engine
        self._wishes = wishes
        self._settings = settings
        self._capabilities: Capabilities = engine.capabilities()
        self.checkpoint: Checkpoint = chosen_checkpoint(wishes.checkpoint, self._capabilities)

    @property
    def steps(self) -> int:
        return self._wishes.steps or self.checkpoint.default_steps

    def run(self, on_step: OnStep) -> Iterator[Measured]:
        """Each size as it is done; the smallest is painted once before, so that loading is not measured."""
        possible = [extent for extent in SIZES if self._refusal(extent) is None]
        if possible:
            self._warm_up(min(possible, key=lambda extent: extent.area), on_step)
        for extent in SIZES:
            yield self._measured(extent, on_step)

    def _warm_up(self, extent: Extent, on_step: OnStep) -> None:
        try:
            generate(self._request(extent), self._engine, on_step)
        except OutOfMemory:  # it will be said of the size itself
            return

    def _measured(self, extent: Extent, on_step: OnStep) -> Measured:
        refusal = self._refusal(extent)
        if refusal is not None:
            return Measured(extent, (), "unknown", reason=refusal)
        passes, fit = self._foretold(extent)
        started_s = time.perf_counter()
        try:
            (made,) = generate(self._request(extent), self._engine, on_step)
        except OutOfMemory as error:
            return Measured(extent, passes, fit, reason=str(error))
        seconds = round(time.perf_counter() - started_s, 3)
        record = made.record["engine"]
        painted = tuple(Extent(*one) for one in record.get("passes", ())) or passes
        return Measured(extent, painted, fit, seconds, record.get("rung"))

    def _foretold(self, extent: Extent) -> tuple[tuple[Extent, ...], Fit]:
        effort = effort_of(self._wishes, extent, self.checkpoint)
        devices = [hardware(self._settings.precision)]
        rung = foretold_rung(effort, self._capabilities, devices, self._settings)
        return tuple(Extent(one.width, one.height) for one in effort.passes), fit_of(rung)

    def _refusal(self, extent: Extent) -> str | None:
        try:
            check_request(paint_request(self._request(extent)), self._capabilities)
        except BadInput as error:
            return str(error)
        return None

    def _request(self, extent: Extent) -> GenerateRequest:
        wishes = {name: getattr(self._wishes, name) for name in self._wishes.model_fields_set}
        return GenerateRequest(prompt=PROMPT, width=extent.width, height=extent.height, seed=SEED, **wishes)
