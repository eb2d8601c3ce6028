"""Painted strengths for engines to which the levels of a mask are a map of strength."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hwawon.engines.base import PaintRequest


def weakened(request: PaintRequest) -> PaintRequest:
    """The request with its strengths in the levels of its mask, above 0 where both are; full strengths change nothing.

    A level of half is repainted in the last half of the steps that `strength` re-runs.
    """
    if request.mask is None or request.strengths is None:
        return request
    product = request.mask.astype(np.uint16) * request.strengths
    return replace(request, mask=((product + 254) // 255).astype(np.uint8), strengths=None)
