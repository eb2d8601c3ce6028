"""Whether a picture fits into the memory of the device that will paint it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from hwawon.engines.diffusion.ladder import LADDER
from hwawon.engines.diffusion.memory import Load, expected_rung
from hwawon.imaging.geometry import Extent
from hwawon.jobs.effort import UNGUIDED, Effort
from hwawon.jobs.presence import PresentWorker
from hwawon.weights.parameters import parameters
from hwawon.weights.record import Weights

Fit = Literal["fits", "tiled", "reduced", "unknown"]


def fit_of_rung(place: int) -> Fit:
    """What a rung of the ladder means for who waits: nothing, more time, or a picture painted smaller and enlarged."""
    rung = LADDER[min(place, len(LADDER) - 1)]
    if rung.scale != 1:
        return "reduced"
    return "fits" if place == 0 else "tiled"


def rung_of_result(result: Mapping[str, Any] | None) -> int | None:
    """The rung that a job needed, as it says itself."""
    rung = (result or {}).get("rung")
    return rung if isinstance(rung, int) else None


def forecast_rung(effort: Effort, weights: Weights, workers: Sequence[PresentWorker]) -> int | None:
    """The rung on the smallest device that may paint it; the last one where even that is too small. None: not known."""
    devices = [worker.device for worker in workers if worker.serves_any(frozenset({effort.engine}))]
    known = [device for device in devices if device and device.get("memory_bytes")]
    count = parameters(weights)
    if not known or not effort.passes or count is None:
        return None
    return max(_rung(effort, count, device) for device in known)


def _rung(effort: Effort, count: int, device: Mapping[str, Any]) -> int:
    item_bytes = 4 if device.get("precision") in (None, "float32") else 2
    load = Load(
        weights_bytes=count * item_bytes,
        item_bytes=item_bytes,
        passes=tuple(Extent(one.width, one.height) for one in effort.passes),
        batch=min(effort.count, int(device.get("batch") or 1)),
        guided=UNGUIDED not in effort.kinds,
    )
    rung = expected_rung(load, int(device["memory_bytes"]))
    return len(LADDER) - 1 if rung is None else rung
