"""The proof of exactness: what changed, and that nothing changed where no patch is seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Picture, Pixels
from hwawon.imaging.resample import largest_of_channels

if TYPE_CHECKING:
    from hwawon.imaging.stitch import Patch

_ROWS = 64  # compared at a time, so that the answer stays in the processor's cache


@dataclass(frozen=True)
class Proof:
    """Counts are pixels. Outside is where the alpha of every patch is 0.

    `outside_sha256` is over the raw values of the outside pixels of the result in reading order, all channels,
    16-bit values little-endian.
    """

    changed_outside: int
    changed_inside: int
    outside_sha256: str
    reach_px: float


def prove(before: Picture, after: Picture, patches: Sequence[Patch]) -> Proof:
    """Compare every pixel of both pictures; the patches say where a change is allowed.

    Raises:
        BadInput: the pictures differ in size or kind.
    """
    outside, inside = count_changes(before, after, patches)
    reach_px = max((patch.reach_px for patch in patches), default=0.0)
    return Proof(outside, inside, hash_outside(after, patches), reach_px)


def count_changes(before: Picture, after: Picture, patches: Sequence[Patch]) -> tuple[int, int]:
    """How many pixels differ outside and inside of the patches; the cheap part of the proof.

    Raises:
        BadInput: the pictures differ in size or kind.
    """
    if before.pixels.shape != after.pixels.shape or before.pixels.dtype != after.pixels.dtype:
        raise BadInput(f"cannot compare {before.pixels.shape} with {after.pixels.shape}")
    outside = inside = 0
    for start in range(0, before.extent.height, _ROWS):
        rows = slice(start, start + _ROWS)
        old, new = before.pixels[rows], after.pixels[rows]
        if np.array_equal(old, new):
            continue
        changed = largest_of_channels(old != new)
        seen = _seen(patches, Bounds(0, start, before.extent.width, len(old)))
        inside += int(np.count_nonzero(changed & seen))
        outside += int(np.count_nonzero(changed & ~seen))
    return outside, inside


def hash_outside(picture: Picture, patches: Sequence[Patch]) -> str:
    """SHA-256 of the pixels that no patch shows in, as `Proof` says."""
    digest = hashlib.sha256()
    for part in _outside_parts(picture, patches):
        little = part.astype(part.dtype.newbyteorder("<"), copy=False)
        digest.update(np.ascontiguousarray(little).data)
    return digest.hexdigest()


def _outside_parts(picture: Picture, patches: Sequence[Patch]) -> Iterator[Pixels]:
    """The outside pixels in reading order: whole stripes where no patch lies, picked pixels elsewhere."""
    for start in range(0, picture.extent.height, _ROWS):
        stripe = picture.pixels[start : start + _ROWS]
        area = Bounds(0, start, picture.extent.width, len(stripe))
        untouched = not any(patch.bounds.intersection(area).height for patch in patches)
        yield stripe if untouched else stripe[~_seen(patches, area)]


def _seen(patches: Sequence[Patch], area: Bounds) -> NDArray[np.bool_]:
    """Where in `area` any patch has an alpha above 0."""
    seen = np.zeros((area.height, area.width), np.bool_)
    for patch in patches:
        shared = area.intersection(patch.bounds)
        if shared.width and shared.height:
            seen[shared.relative_to(area).slices] |= patch.alpha[shared.relative_to(patch.bounds).slices] > 0
    return seen
