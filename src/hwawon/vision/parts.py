"""What `People` finds: persons, and a number for each pixel that says whose it is and what of them.

Imports nothing heavy, so that the web process may use it freely.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from hwawon.imaging.geometry import Bounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LABELS_PER_PERSON = 8
MOST_PERSONS = 31  # that a label of 8 bits can number


class Part(IntEnum):
    """A part of a person; left and right are the person's own."""

    FACE = 1
    TORSO = 2
    LEFT_ARM = 3
    RIGHT_ARM = 4
    LEFT_LEG = 5
    RIGHT_LEG = 6
    OTHER = 7

    @property
    def word(self) -> str:
        """`left_arm` and so on, as it is written in JSON."""
        return self.name.lower()


@dataclass(frozen=True)
class Person:
    """`index` 1, 2 ... from the left; `box` of their pixels, in the picture; `score` 0..1; `parts` with pixels."""

    index: int
    box: Bounds
    score: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Seen:
    """`labels`: (H, W) uint8, `index * 8 + part` of a person, 0 where nobody is.

    `reason` says why parts are not told apart (everything is `Part.OTHER` then), None where they are.
    """

    labels: NDArray[np.uint8]
    persons: tuple[Person, ...]
    reason: str | None = None
