"""Whether a picture fits into the memory of the device that will paint it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from hwawon.engines.diffusion.ladder import LADDER
from hwawon.engines.diffusion.memory import GPU_BATCH, Load, expected_rung
from hwawon.imaging.geometry import Extent
from hwawon.jobs.effort import REFERENCE, UNGUIDED, Effort
from hwawon.weights.parameters import parameters
from hwawon.weights.record import Weights

Fit = Literal["fits", "tiled", "reduced", "unknown"]

TOO_LARGE = len(LADDER)  # in place of a rung: even the last one needs more than there is
SLOWER = "memory is short for this size: it will be painted in tiles, which takes longer"
_CONTROLNET_SHARE = 0.35  # of the checkpoint's weights


def fit_of(rung: int | None) -> Fit:
    """What a rung of the ladder means for who waits: nothing, more time, or a picture painted smaller and enlarged."""
    if rung is None:
        return "unknown"
    if rung >= TOO_LARGE or LADDER[rung].scale != 1:
        return "reduced"
    return "fits" if rung == 0 else "tiled"


def notices_of(rung: int | None) -> list[str]:
    """What the user should know of it beforehand."""
    fit = fit_of(rung)
    if rung is None or fit in ("fits", "unknown"):
        return []
    if fit == "tiled":
        return [SLOWER]
    if rung >= TOO_LARGE:
        return ["memory is too small for this size, even at half of it: it will probably fail; ask for a smaller one"]
    percent = round(float(LADDER[rung].scale) * 100)
    return [f"memory is too small for this size: it will be painted at {percent} % of it and enlarged"]


def expected(effort: Effort, weights: Weights, devices: Sequence[Mapping[str, Any] | None]) -> int | None:
    """The rung on the smallest of the devices, of which any may paint it; None where not one is known.

    Each is a `hardware` answer. A number format that is not known yet is taken as the largest.
    """
    numbers, known = parameters(weights), [device for device in devices if device]
    if not known or not effort.passes or numbers is None or weights.family is None:
        return None
    return max(_rung(effort, weights, numbers, device) for device in known)


def _rung(effort: Effort, weights: Weights, numbers: int, device: Mapping[str, Any]) -> int:
    assert weights.family is not None
    item_bytes = 2 if device["precision"] in ("float16", "bfloat16") else 4
    networks = 1 + _CONTROLNET_SHARE * len(set(effort.kinds) - {UNGUIDED, REFERENCE})
    load = Load(
        family=weights.family,
        device=device["kind"],
        weights_bytes=int(numbers * networks) * item_bytes,
        item_bytes=item_bytes,
        passes=tuple(Extent(one.width, one.height) for one in effort.passes),
        batch=min(effort.count, 1 if device["kind"] == "cpu" else GPU_BATCH),
        guided=UNGUIDED not in effort.kinds,
    )
    rung = expected_rung(load, device["memory_bytes"])
    return TOO_LARGE if rung is None else rung
