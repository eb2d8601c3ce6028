"""The box around a face, a body or a whole person, from the labels that `People` gives."""

from collections.abc import Collection
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Bounds, Extent
from hwawon.vision.parts import LABELS_PER_PERSON, Part

Region = Literal["face", "body", "person"]
Labels = NDArray[np.uint8]
Mask = NDArray[Any]

PARTS_OF: dict[Region, tuple[Part, ...]] = {
    "face": (Part.FACE,),
    "body": (Part.TORSO, Part.LEFT_ARM, Part.RIGHT_ARM, Part.LEFT_LEG, Part.RIGHT_LEG, Part.OTHER),
    "person": tuple(Part),
}
IGNORED = 0.01  # share of the mass at each end of an axis: a few stray pixels must not decide a box
MARGIN = 0.1  # of a side, at each end
LONGEST = (16, 9)  # longer to shorter side


def region_mask(labels: Labels, region: Region, persons: Collection[int] | None = None) -> NDArray[np.bool_]:
    """Where a region of the numbered persons (None: of everybody) is; (H, W)."""
    wanted = np.zeros(256, np.bool_)
    everybody = range(1, len(wanted) // LABELS_PER_PERSON)
    for index in everybody if persons is None else set(persons) & set(everybody):
        wanted[[index * LABELS_PER_PERSON + part for part in PARTS_OF[region]]] = True
    return np.asarray(wanted[labels])


def region_box(mask: Mask) -> Bounds | None:
    """The box around a mask (H, W) of any weights from 0 up, inside the picture; None where the mask is empty.

    From the 1 % to the 99 % point of the mass along each axis, a tenth wider at each end, the shorter side lengthened
    until the longer one is at most 16/9 of it, as far as the picture allows.
    """
    columns, rows = mask.sum(axis=0, dtype=np.float64), mask.sum(axis=1, dtype=np.float64)
    if not columns.sum() > 0:
        return None
    extent = Extent.of(mask)
    (left, right), (top, bottom) = _wider(_core(columns), extent.width), _wider(_core(rows), extent.height)
    width, height = right - left, bottom - top
    left, right = _at_least((left, right), _shortest_beside(height), extent.width)
    top, bottom = _at_least((top, bottom), _shortest_beside(width), extent.height)
    return Bounds(left, top, right - left, bottom - top)


def _core(masses: NDArray[np.float64]) -> tuple[int, int]:
    """First and one past the last index between the two ends that are ignored."""
    shares = np.cumsum(masses) / masses.sum()
    first, last = np.searchsorted(shares, IGNORED, side="right"), np.searchsorted(shares, 1 - IGNORED)
    return int(first), min(int(last) + 1, len(masses))


def _wider(span: tuple[int, int], limit: int) -> tuple[int, int]:
    margin = round((span[1] - span[0]) * MARGIN)
    return max(0, span[0] - margin), min(limit, span[1] + margin)


def _shortest_beside(longer: int) -> int:
    """The least side, in pixels, that a side of `longer` pixels may have beside it."""
    return -(-longer * LONGEST[1] // LONGEST[0])


def _at_least(span: tuple[int, int], length: int, limit: int) -> tuple[int, int]:
    """The span, lengthened about its middle and moved inwards where it would leave 0..limit."""
    missing = min(length, limit) - (span[1] - span[0])
    if missing <= 0:
        return span
    first = min(max(0, span[0] - missing // 2), limit - min(length, limit))
    return first, first + min(length, limit)
