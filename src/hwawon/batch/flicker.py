"""How much a painted area flickers beyond what its source does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hwawon.batch.flow import Flow
from hwawon.imaging.picture import Picture


@dataclass(frozen=True, eq=False)
class Shown:
    """A frame as it came and as it is after the retouch, of one size."""

    source: Picture
    result: Picture
    seen: NDArray[np.bool_]  # (H, W): where the retouch shows at all


def flicker_of(now: Shown, before: Shown, flow: Flow) -> float | None:
    """The flicker score of a frame, against the one before; None where no pixel can be compared.

    With S, R the source and the result, `w` the motion `flow` from this frame to the one before (measured on the
    sources), and A the pixels that show the retouch in both and are surely seen in both:

        score = mean over A, red, green, blue of |R(now) - R(before) moved by w|
              - mean over A, red, green, blue of |S(now) - S(before) moved by w|

    In levels of 255. 0: as steady as the source; above: it flickers; below: the retouch is calmer than what it
    covers. What the flow cannot explain (its errors, noise, changing light) is in both terms alike, and falls out.
    """
    moved = flow.moved(before.seen) > 0.99
    area = now.seen & moved & flow.sure
    if not area.any():
        return None
    return _change(now.result, before.result, flow, area) - _change(now.source, before.source, flow, area)


def mean_flicker(scores: list[float | None]) -> float | None:
    """The score of a batch: the mean of its frames' scores, None where there are none."""
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def _change(now: Picture, before: Picture, flow: Flow, area: NDArray[np.bool_]) -> float:
    moved = flow.moved(before.rgb8())
    return float(np.abs(now.rgb8().astype(np.float32) - moved)[area].mean())
