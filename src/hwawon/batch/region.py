"""Faces, bodies and everybody, found anew in each frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.batch.wishes import BatchWishes, Region
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.mask import Mask
from hwawon.imaging.picture import Picture
from hwawon.vision.people import People
from hwawon.vision.regions import Region as Word
from hwawon.vision.regions import region_box, region_mask

WORDS: dict[Region, Word] = {Region.ALL: "person", Region.FACE: "face", Region.BODY: "body"}


class Finder:
    """Looks for people; loaded at the first look."""

    def __init__(self, models_dir: Path) -> None:
        self._models_dir = models_dir
        self._people: People | None = None

    def find(self, frame: Picture, wishes: BatchWishes) -> Mask:
        """What the wishes' region is in this frame, (H, W) 0 or 255; nothing where nobody is.

        Raises:
            MissingModel: the person network is not here.
        """
        if wishes.region is Region.ALL and wishes.fill:
            return np.full(frame.pixels.shape[:2], 255, np.uint8)
        if self._people is None:
            self._people = People(self._models_dir)
        seen = self._people.look(frame.rgb8())
        persons = None if wishes.person is None else (wishes.person,)
        found = region_mask(seen.labels, WORDS[wishes.region], persons)
        return found.astype(np.uint8) * np.uint8(255)


def box_of_region(mask: NDArray[Any], wishes: BatchWishes) -> Bounds | None:
    """The rectangle of a face or a body: from 1 to 99 % of its mass, a tenth wider, at most 16:9."""
    if wishes.region in (Region.FACE, Region.BODY):
        return region_box(mask)
    return Bounds(0, 0, mask.shape[1], mask.shape[0]) if wishes.fill and wishes.region is Region.ALL else None
